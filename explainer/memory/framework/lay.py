"""How a tensor lies in its storage, as torch has it: sizes and strides, the batch first."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

# The axis of the channels where they come first.
CHANNELS = 1


@dataclass(frozen=True)
class Lay:
    """A tensor's sizes, and how many values further on each axis has its next place."""

    sizes: tuple[int, ...]
    strides: tuple[int, ...]

    @classmethod
    def dense(cls, sizes: tuple[int, ...]) -> Lay:
        """Without gaps, in the order of the axes."""
        return cls(sizes, tuple(math.prod(sizes[place + 1 :]) for place in range(len(sizes))))

    @classmethod
    def turned(cls, sizes: tuple[int, ...]) -> Lay:
        """Without gaps, the axis behind the batch being the last in memory."""
        moved = cls.dense((sizes[0], *sizes[2:], sizes[1]))
        first, *others, last = moved.strides
        return cls(sizes, (first, last, *others))

    @classmethod
    def by_steps(cls, sizes: tuple[int, ...]) -> Lay:
        """Without gaps, the batch standing between the positions and the channels."""
        batch, _, channels = sizes
        return cls(sizes, (channels, batch * channels, 1))

    @property
    def is_dense(self) -> bool:
        """Whether it lies without gaps in the order of its axes; an axis of one place may do so."""
        places = zip(self.sizes, self.strides, Lay.dense(self.sizes).strides, strict=True)
        return all(stride == dense for size, stride, dense in places if size > 1)

    @property
    def is_turned(self) -> bool:
        """Whether the axis behind the batch is the one with the shortest way to the next place."""
        pairs = zip(self.sizes[1:], self.strides[1:], strict=True)
        first, *others = [(size, stride) for size, stride in pairs]
        return first[0] > 1 and any(size > 1 and stride > first[1] for size, stride in others)

    @property
    def has_gaps(self) -> bool:
        """Whether there is more between its places than it holds itself."""
        counts = [(n, s) for n, s in zip(self.sizes, self.strides, strict=True) if n > 1]
        reach = 1
        for size, stride in sorted(counts, key=lambda pair: pair[1]):
            if stride != reach:
                return True
            reach *= size
        return False

    @property
    def repeats(self) -> bool:
        """Whether one value stands for all places along an axis."""
        return any(n > 1 and step == 0 for n, step in zip(self.sizes, self.strides, strict=True))

    @property
    def are_one_matrix(self) -> bool:
        """Whether the places of a sequence are the rows of one matrix for the whole batch."""
        batch, places, values = self.sizes
        return self.viewed((batch * places, values)) is not None

    def without_gaps(self) -> Lay:
        """A copy of it: no gaps, and the axes in memory in the order in which they were."""
        axes = range(len(self.sizes))
        order = sorted(axes, key=lambda axis: (-self.strides[axis], -self.sizes[axis]))
        dense = Lay.dense(tuple(self.sizes[axis] for axis in order))
        return dense.permuted(tuple(order.index(axis) for axis in axes))

    def cut(self, axis: int, size: int) -> Lay:
        """A part of it along one axis."""
        sizes = list(self.sizes)
        sizes[axis] = size
        return replace(self, sizes=tuple(sizes))

    def permuted(self, order: tuple[int, ...]) -> Lay:
        """Its axes in another order: where each of them was."""
        sizes, strides = (tuple(has[axis] for axis in order) for has in (self.sizes, self.strides))
        return Lay(sizes, strides)

    def swapped(self) -> Lay:
        """The two axes behind the batch of a sequence in the other order."""
        (batch, one, other), (far, near, nearer) = self.sizes, self.strides
        return Lay((batch, other, one), (far, nearer, near))

    def viewed(self, sizes: tuple[int, ...]) -> Lay | None:
        """It in other sizes with as many places; None where torch has to copy for that.

        Axes that follow each other without a gap are one, and each of these is divided anew.
        """
        strides = [0] * len(sizes)
        left, step = len(sizes) - 1, self.strides[-1]
        places = asked = 1
        for axis in reversed(range(len(self.sizes))):
            places *= self.sizes[axis]
            before = axis - 1
            together = axis > 0 and (
                self.sizes[before] == 1 or self.strides[before] == places * step
            )
            if together:
                continue
            while left >= 0 and (asked < places or sizes[left] == 1):
                strides[left] = asked * step
                asked *= sizes[left]
                left -= 1
            if asked != places:
                return None
            if axis:
                step, places, asked = self.strides[before], 1, 1
        return Lay(sizes, tuple(strides)) if left < 0 else None
