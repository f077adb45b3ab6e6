"""Which axes a tensor of the traced graph has, by one letter each, in torch's order.

A tensor of ours has its channels last, however torch lays them: `permute` and `transpose` only
change the order of these letters, until an operation wants another axis in a place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

BATCH, CHANNELS = "B", "C"
# By how many axes a tensor has: how torch orders them for its convolutions and norms.
CHANNELS_SECOND = {2: "BC", 3: "BCL", 4: "BCHW", 5: "BCDHW"}
# The same where an operation works along the last axis.
CHANNELS_LAST = {2: "BC", 3: "BLC", 4: "BHWC", 5: "BDHWC"}
NAMES = {"C": "channels", "L": "length", "D": "depth", "H": "height", "W": "width"}


@dataclass(frozen=True)
class Tensor:
    """What a node of the graph gives, as far as layers take it.

    source: the full name of the layer, or input, that it is the output of.
    axes: a letter for each of torch's axes; sizes: how long they are, the batch among them.
    """

    source: str
    axes: str
    sizes: tuple[int, ...]

    def size(self, letter: str) -> int:
        """How long the axis is."""
        return self.sizes[self.axes.index(letter)]

    def at(self, number: int) -> str:
        """The letter of one of torch's axes, which may be counted from the end."""
        return self.axes[number]

    def turned(self, order: tuple[int, ...]) -> Tensor:
        """With torch's axes in another order: the same layer's output, seen otherwise."""
        return replace(
            self,
            axes="".join(self.axes[place] for place in order),
            sizes=tuple(self.sizes[place] for place in order),
        )

    def ours_sizes(self) -> tuple[int, ...]:
        """How long its axes are in our order, without the batch."""
        return tuple(self.size(letter) for letter in CHANNELS_LAST[len(self.axes)][1:])

    def ours(self) -> tuple[str, ...]:
        """The names of its axes in our order, without the batch."""
        return tuple(NAMES[letter] for letter in CHANNELS_LAST[len(self.axes)][1:])


def axis_named(tensor: Tensor, number: int) -> str:
    """The name of one of torch's axes in a model file."""
    letter = tensor.at(number)
    return "features" if letter == CHANNELS and len(tensor.axes) == 2 else NAMES[letter]
