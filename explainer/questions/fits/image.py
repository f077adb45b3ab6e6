"""The largest square image whose training fits into a given memory, in both accounts.

The network is built anew for n×n images: its sizes are rounded down layer by layer, so the totals
are a polynomial only among the sides that leave the same when divided by all strides, and there
are as many polynomials as such classes. A search builds fewer networks than all of these need.
Every output grows with n or keeps its size, so the
totals never fall from one image that can be built to a larger one, with two exceptions that
are taken care of. The textbook counts nothing for an adaptive pooling whose output has its
input's size: the search runs on the total without such layers, and steps down from there.
In PyTorch an uneven `same` padding is a copy of the input: it depends on what the size leaves
when divided by the strides, and each such class of sizes is searched by itself. Images that
take more than the memory all by themselves need no network to be ruled out.

Between these bounds a network may fit together with some sides only, as with every 16th; one
that does so with none of RUN sides in a row, and not with its own, is not tried with all others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import isqrt, prod

from explainer.errors import ModelFileError
from explainer.layers.padding import padded_same
from explainer.memory.framework.simulation import training_step
from explainer.memory.textbook.account import training_of
from explainer.network.case import Case
from explainer.network.graph import Graph, build

RUN = 512  # sides that are tried one after the other where the network does not fit together
IMAGE = 3  # axes: height, width, channels
Account = Callable[[Graph], int]


@dataclass(frozen=True)
class ImageFit:
    """The largest square image that fits, put back in.

    side: 0 where none fits. taken: the bytes that it takes, 0 where there is none.
    next_side: the next larger image with which the network fits together; 0 where it does so
        with none of the next RUN. next_taken: the bytes that it takes, more than the memory.
    searched: the largest side whose images do not fill the memory by themselves.
    """

    side: int
    taken: int
    next_side: int
    next_taken: int
    searched: int


def takes_images(graph: Graph) -> bool:
    """Whether the only input is an image: height × width × channels."""
    return len(graph.spec.input) == IMAGE and not graph.spec.inputs


def with_side(graph: Graph, side: int) -> Graph | None:
    """The same network for images of side × side; None where it does not fit together."""
    shape = (side, side, graph.spec.input[-1])
    try:
        return build(replace(graph.spec, input=shape, claims=()))
    except ModelFileError:
        return None


def textbook_image(case: Case, size: int) -> ImageFit | None:
    """By the textbook total; None where the input is no image."""
    if not takes_images(case.graph):
        return None

    def total(built: Graph) -> int:
        return training_of(case.with_graph(built)).total

    def steady(built: Graph) -> int:
        return total(built) - _now_and_then(case.with_graph(built))

    # The textbook keeps every value with its gradient, those of the image too.
    return _Search(case.graph, total, steady, size).found(2 * _image_bytes(case))


def framework_image(case: Case, size: int) -> ImageFit | None:
    """By simulated training steps; None where there is no such account, or no image."""
    if not takes_images(case.graph) or case.plan.dtype == "int8":
        return None

    def total(built: Graph) -> int:
        return training_step(case.with_graph(built)).peak.total

    return _Search(case.graph, total, total, size, _classes(case.graph)).found(_image_bytes(case))


def _image_bytes(case: Case) -> int:
    """What a batch of images of 1×1 takes."""
    return case.graph.spec.input[-1] * case.plan.batch * case.plan.bytes_per_value


def _now_and_then(case: Case) -> int:
    """Bytes of layers that are counted at some sizes of the image and not at others."""
    values = sum(node.count("activations") for node in case.graph.nodes if node.layer.adaptive)
    return 2 * values * case.plan.batch * case.plan.bytes_per_value


def _classes(graph: Graph) -> int:
    """By how much sizes have to differ for the same paddings, where paddings depend on them."""
    strides = [node.settings["stride"] for node in graph.nodes if padded_same(node.situation)]
    if not any(max(stride) > 1 for stride in strides):
        return 1
    every = (node.settings["stride"] for node in graph.nodes if "stride" in node.settings)
    return prod(max(stride) if isinstance(stride, tuple) else stride for stride in every)


class _Search:
    """Looks for the largest side whose total is at most the size.

    total: of a built network. steady: at most the total, and never falling as the side grows
    within a class of sides.
    """

    def __init__(
        self, graph: Graph, total: Account, steady: Account, size: int, classes: int = 1
    ) -> None:
        self.graph, self.total, self.steady = graph, total, steady
        self.size, self.classes = size, classes
        self.known: dict[int, Graph | None] = {}

    def _built(self, side: int) -> Graph | None:
        """The network for that side, built once; None where it does not fit together."""
        if side not in self.known:
            self.known[side] = with_side(self.graph, side)
        return self.known[side]

    def found(self, image: int) -> ImageFit:
        """The largest side of all classes; `image` is the least that an image of 1×1 takes."""
        highest = isqrt(self.size // image)
        classes = range(min(self.classes, highest))
        side = max((self._in_class(first + 1, highest) for first in classes), default=0)
        following = self._next(side + 1)
        taken = self._total(side) if side else 0
        after = self._total(following) if following else 0
        assert taken <= self.size
        assert not following or after > self.size
        return ImageFit(side, taken, following, after, highest)

    def _total(self, side: int) -> int:
        built = self._built(side)
        assert built is not None
        return self.total(built)

    def _in_class(self, first: int, highest: int) -> int:
        """The largest side that fits among first, first + classes, …; 0 where none does."""
        sides = range(first, highest + 1, self.classes)
        low, high = 0, len(sides)  # all from `high` on are ruled out
        best = -1
        while low < high:
            middle = (low + high) // 2
            tried = self._buildable(sides[middle:high])
            if tried is None or not self._may_fit(tried):
                high = middle
            else:
                best = sides.index(tried)
                low = best + 1
        return self._down(sides, best)

    def _down(self, sides: range, best: int) -> int:
        """From the last side whose steady part fits down to the first whose total does."""
        for side in reversed(sides[: best + 1]):
            built = self._built(side)
            if built is not None and self.total(built) <= self.size:
                return side
        return 0

    def _may_fit(self, side: int) -> bool:
        built = self._built(side)
        return built is not None and self.steady(built) <= self.size

    def _buildable(self, sides: range) -> int | None:
        """The first of the sides with which the network fits together.

        After RUN sides without one it is looked for no further, but at the file's own side.
        """
        own = self.graph.spec.input[0]
        tried = (*sides[:RUN], *((own,) if own in sides else ()))
        return next((side for side in tried if self._built(side) is not None), None)

    def _next(self, first: int) -> int:
        """The next side that can be built; 0 where it is none of the next RUN."""
        return self._buildable(range(first, first + RUN)) or 0
