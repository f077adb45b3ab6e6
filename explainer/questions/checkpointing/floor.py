"""What the peak can't be below in so many segments, found without running them.

When the last layers of a segment have run again, there are at least: what is there from the
beginning, what the segments up to this one begin with, what this one keeps, and the gradients
of the parameters behind it. And the optimizer's step takes what it takes, however the network
is cut. Whatever is not certain is left out: this is a floor, not the peak.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate

from explainer.memory.framework.forward import parameters_of
from explainer.memory.framework.in_place import kept_by, learning_nodes, places, reads_for_weights
from explainer.memory.framework.simulation import Step, leading_on
from explainer.network.case import Case
from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.network.segments import Segment


class Floors:
    """The floors of one network, for any cut. plain: its training step without checkpointing."""

    def __init__(self, case: Case, plain: Step) -> None:
        self._sizes = _own_sizes(case)
        frozen = case.frozen
        leading = {node.index for node in leading_on(case.graph)}
        learning = learning_nodes(case.graph, frozen)
        # What others keep depends on whether they are in place, which the cut may change.
        sure = [node for node in case.graph.nodes if not node.layer.backward.differs_in_place]
        keepers = [node for node in sure if node.index in leading]
        first = _first_keepers(case.graph, keepers, frozen, learning)
        kept = [self._sizes[i] if i in first else 0 for i in range(len(case.graph.nodes))]
        self._kept_before = _before(kept)
        self._kept_across = _across(first, self._sizes)
        learns = [
            n.index in leading and n.index not in frozen and bool(parameters_of(n, case.plan))
            for n in case.graph.nodes
        ]
        self._keepers_before = _before(list(map(_surely_keeps, case.graph.nodes, learns)))
        gradients = [
            sum(parameters_of(n, case.plan)) if own else 0
            for n, own in zip(case.graph.nodes, learns, strict=True)
        ]
        self._gradients_before = _before(gradients)
        peak = plain.peak
        self._fixed = peak.parameters + peak.buffers + peak.optimizer + peak.input
        self._plain = peak.total
        self._optimizer = max(
            (m.total for m in plain.timeline if m.moment == "optimizer"), default=0
        )

    def of(self, segments: Sequence[Segment]) -> int:
        """Bytes that the peak is not below, for the whole batch; in one segment the peak itself.

        With more, nothing is written over the images: the first segment runs again from them.
        """
        if len(segments) == 1:
            return self._plain
        held, known, most = 0, {0}, 0  # the images have a part of their own
        for segment in segments:
            first, end = segment.first, segment.last + 1
            if segment is not segments[-1] and _sum(self._keepers_before, first, end):
                new = set(segment.inputs) - known
                known |= new
                held += sum(self._sizes[value] for value in new if value < len(self._sizes))
            own = _sum(self._kept_before, first, end) - self._kept_across[end]
            behind = _sum(self._gradients_before, end, -1)
            most = max(most, held + max(own, 0) + behind)
        return max(self._fixed + most, self._optimizer)


def _own_sizes(case: Case) -> list[int]:
    """The bytes of each value; 0 where it is only a view of another."""
    read = frozenset(value for value, readers in case.graph.readers.items() if readers)
    storages = places(case.graph, borders=read).storages
    return [
        math.prod(node.output) * case.plan.batch * case.plan.bytes_of_master
        if storages[node.index] == node.index and node.index in read
        else 0
        for node in case.graph.nodes
    ]


def _first_keepers(
    graph: Graph, keepers: Sequence[Node], frozen: frozenset[int], learning: frozenset[int]
) -> dict[int, int]:
    """For each value that is surely kept the first layer that keeps it; the images left out."""
    found: dict[int, int] = {}
    behind_the_inputs = range(len(graph.inputs), len(graph.nodes))
    for node in keepers:
        if node.index in frozen and reads_for_weights(node):
            continue
        for value in kept_by(graph, node, False, learning):
            if value in behind_the_inputs:  # the floor leaves out outputs behind the first
                found.setdefault(value, node.index)
    return found


def _surely_keeps(node: Node, learns: bool) -> int:
    """1 for a layer whose segment has to run again: its weights learn, and it reads its input."""
    return int(learns and node.layer.does.sums_products)


def _across(first: dict[int, int], sizes: Sequence[int]) -> list[int]:
    """For each layer the values made before it that a layer from it on is the first to keep."""
    change = [0] * (len(sizes) + 2)
    for value, keeper in first.items():
        if keeper > value:
            change[value + 1] += sizes[value]
            change[keeper + 1] -= sizes[value]
    return list(accumulate(change))


def _before(numbers: Sequence[int]) -> list[int]:
    """The sums of all before each."""
    return [0, *accumulate(numbers)]


def _sum(before: Sequence[int], first: int, end: int) -> int:
    return before[end] - before[first]
