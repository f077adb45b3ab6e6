"""What segments store and begin with in the textbook account, in values of one image.

A layer that works in place adds nothing, but for one that would write over a border: the
segment runs again from that value, so the output has to be stored anew.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from explainer.graph import Graph, Node
from explainer.layers.layer import Keeps
from explainer.memory.segments import Segment, borders, cut


@dataclass(frozen=True)
class TextbookCut:
    """A network in segments."""

    graph: Graph
    segments: tuple[Segment, ...]

    @cached_property
    def _storages(self) -> tuple[int, ...]:
        """For every node the one in whose storage its output lies."""
        kept = borders(self.segments)
        begins = {i: s.first for s in self.segments for i in range(s.first, s.last + 1)}
        found = [0]
        held: dict[int, int] = {0: 0} if 0 in kept else {}  # the border values, by storage
        for node in self.graph.nodes[1:]:
            index, source = node.index, found[node.sources[0]]
            over_border = held.get(source, index) < begins[index]
            new = node.keeps is Keeps.NEW or (node.keeps is Keeps.IN_PLACE and over_border)
            found.append(index if new else source)
            if index in kept:
                held.setdefault(found[index], index)
        return tuple(found)

    @cached_property
    def border_nodes(self) -> tuple[tuple[Node, ...], ...]:
        """For each segment the nodes whose values it begins with, and none before it."""
        known: set[int] = set()
        found = []
        for segment in self.segments:
            begins = {self._storages[value]: value for value in reversed(segment.inputs)}
            new = sorted(value for storage, value in begins.items() if storage not in known)
            found.append(tuple(self.graph.nodes[value] for value in new))
            known.update(begins)
        return tuple(found)

    @property
    def border_values(self) -> tuple[int, ...]:
        """The values that are kept for each segment, and for none before it."""
        return tuple(sum(map(values_out, nodes)) for nodes in self.border_nodes)

    @cached_property
    def segment_values(self) -> tuple[int, ...]:
        """The values that each segment stores itself."""
        return tuple(
            sum(
                values_out(node)
                for node in self.graph.nodes[segment.first : segment.last + 1]
                if self._storages[node.index] == node.index
            )
            for segment in self.segments
        )

    def stored_anew(self) -> list[Node]:
        """The layers that would be in place but for a border."""
        own = (node for node in self.graph.nodes if self._storages[node.index] == node.index)
        return [node for node in own if node.keeps is Keeps.IN_PLACE]

    @property
    def kept(self) -> int:
        """The borders, and the largest segment."""
        return sum(self.border_values) + max(self.segment_values)

    def borders_by_kind(self) -> dict[str, int]:
        """The borders' values, by the kind of layer that made them."""
        sums: dict[str, int] = {}
        for node in (node for nodes in self.border_nodes for node in nodes):
            sums[node.kind] = sums.get(node.kind, 0) + values_out(node)
        return sums


def textbook_cut(graph: Graph, k: int) -> TextbookCut:
    """The network in k segments."""
    return TextbookCut(graph, cut(graph, k))


def values_out(node: Node) -> int:
    """The values of its output, for one image."""
    return math.prod(node.output)
