"""The largest input whose training fits into a given memory, in both accounts.

That is the largest square image, or the longest sequence or text; other inputs stay as they are.
The network is built anew for n×n images, or for n positions: its sizes are rounded down layer by
layer, so the totals are a polynomial only among the sizes that leave the same when divided by all
strides, and there are as many polynomials as such classes. A search builds fewer networks than
all of these need.
Every output grows with n or keeps its size, so the
totals never fall from one input that can be built to a larger one, with two exceptions that
are taken care of. The textbook counts nothing for an adaptive pooling whose output has its
input's size: the search runs on the total without such layers, and steps down from there.
In PyTorch an uneven `same` padding is a copy of the input: it depends on what the size leaves
when divided by the strides, and each such class of sizes is searched by itself. Inputs that
take more than the memory all by themselves need no network to be ruled out.

Between these bounds a network may fit together with some sides only, as with every 16th; one
that does so with none of RUN sides in a row, and not with its own, is not tried with all others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isqrt, prod

from explainer.layers.padding import padded_same
from explainer.memory.framework.simulation import training_step
from explainer.memory.textbook.account import training_of
from explainer.network.case import Case
from explainer.network.graph import Graph
from explainer.network.input_size import InputSize
from explainer.network.tokens import BYTES_OF_TOKEN

RUN = 512  # sizes that are tried one after the other where the network does not fit together
Account = Callable[[Graph], int]


@dataclass(frozen=True)
class InputFit:
    """The largest input that fits, put back in; all sizes are sides of images, or lengths.

    size: 0 where none fits. taken: the bytes that it takes, 0 where there is none.
    next_size: the next larger one with which the network fits together; 0 where it does so
        with none of the next RUN. next_taken: the bytes that it takes, more than the memory.
    searched: the largest that does not fill the memory by itself.
    """

    size: int
    taken: int
    next_size: int
    next_taken: int
    searched: int


def textbook_input(case: Case, given: InputSize, memory: int) -> InputFit:
    """By the textbook total."""

    def total(built: Graph) -> int:
        return training_of(case.with_graph(built)).total

    def steady(built: Graph) -> int:
        return total(built) - _now_and_then(case.with_graph(built))

    # The textbook keeps every value with its gradient, those of the input too; tokens have none.
    least = _least(case, given) * (1 if given.tokens else 2)
    return _Search(case.graph, given, total, steady, memory).found(least)


def framework_input(case: Case, given: InputSize, memory: int) -> InputFit | None:
    """By simulated training steps; None where there is no such account."""
    if case.plan.dtype == "int8":
        return None

    def total(built: Graph) -> int:
        return training_step(case.with_graph(built)).peak.total

    classes = _classes(case.graph)
    return _Search(case.graph, given, total, total, memory, classes).found(_least(case, given))


def _least(case: Case, given: InputSize) -> int:
    """What a batch of images of 1×1 takes, or of rows of one position."""
    each = BYTES_OF_TOKEN if given.tokens else case.plan.bytes_per_value
    return given.values_of_one * case.plan.batch * each


def _now_and_then(case: Case) -> int:
    """Bytes of layers that are counted at some sizes of the input and not at others."""
    values = sum(node.count("activations") for node in case.graph.nodes if node.layer.adaptive)
    return 2 * values * case.plan.batch * case.plan.bytes_per_value


def _classes(graph: Graph) -> int:
    """By how much sizes have to differ for the same paddings, where paddings depend on them."""
    strides = [node.settings["stride"] for node in graph.nodes if padded_same(node.situation)]
    if not any(_most(stride) > 1 for stride in strides):
        return 1
    every = (node.settings["stride"] for node in graph.nodes if "stride" in node.settings)
    return prod(map(_most, every))


def _most(stride: int | tuple[int, ...]) -> int:
    return max(stride) if isinstance(stride, tuple) else stride


class _Search:
    """Looks for the largest size of an input whose total is at most the memory.

    total: of a built network. steady: at most the total, and never falling as the size grows
    within a class of sizes.
    """

    def __init__(
        self,
        graph: Graph,
        given: InputSize,
        total: Account,
        steady: Account,
        memory: int,
        classes: int = 1,
    ) -> None:
        self.graph, self.given, self.total, self.steady = graph, given, total, steady
        self.memory, self.classes = memory, classes
        self.known: dict[int, Graph | None] = {}

    def _built(self, place: int) -> Graph | None:
        """The network for that size, built once; None where it does not fit together."""
        if place not in self.known:
            self.known[place] = self.given.built(self.graph, place)
        return self.known[place]

    def found(self, least: int) -> InputFit:
        """The largest size of all classes; least: what an image of 1×1, or one position, takes."""
        times = self.memory // least
        highest = isqrt(times) if self.given.measure == "image" else times
        classes = range(min(self.classes, highest))
        place = max((self._in_class(first + 1, highest) for first in classes), default=0)
        following = self._next(place + 1)
        taken = self._total(place) if place else 0
        after = self._total(following) if following else 0
        assert taken <= self.memory
        assert not following or after > self.memory
        return InputFit(place, taken, following, after, highest)

    def _total(self, place: int) -> int:
        built = self._built(place)
        assert built is not None
        return self.total(built)

    def _in_class(self, first: int, highest: int) -> int:
        """The largest size that fits among first, first + classes, …; 0 where none does."""
        places = range(first, highest + 1, self.classes)
        low, high = 0, len(places)  # all from `high` on are ruled out
        best = -1
        while low < high:
            middle = (low + high) // 2
            tried = self._buildable(places[middle:high])
            if tried is None or not self._may_fit(tried):
                high = middle
            else:
                best = places.index(tried)
                low = best + 1
        return self._down(places, best)

    def _down(self, places: range, best: int) -> int:
        """From the last size whose steady part fits down to the first whose total does."""
        for place in reversed(places[: best + 1]):
            built = self._built(place)
            if built is not None and self.total(built) <= self.memory:
                return place
        return 0

    def _may_fit(self, place: int) -> bool:
        built = self._built(place)
        return built is not None and self.steady(built) <= self.memory

    def _buildable(self, places: range) -> int | None:
        """The first of the sizes with which the network fits together.

        After RUN sizes without one it is looked for no further, but at the file's own.
        """
        own = self.given.now
        tried = (*places[:RUN], *((own,) if own in places else ()))
        return next((place for place in tried if self._built(place) is not None), None)

    def _next(self, first: int) -> int:
        """The next size that can be built; 0 where it is none of the next RUN."""
        return self._buildable(range(first, first + RUN)) or 0
