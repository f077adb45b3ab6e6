"""What segments store and begin with in the textbook account, in values of one image.

A layer that works in place adds nothing, but for one that would write over a border: the
segment runs again from that value, so the output has to be stored anew.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from explainer.layers.layer import Keeps
from explainer.network.graph import Graph
from explainer.network.node import Node, Tensor
from explainer.network.segments import Segment, borders, cut


@dataclass(frozen=True)
class TextbookCut:
    """A network in segments."""

    graph: Graph
    segments: tuple[Segment, ...]

    @cached_property
    def _makers(self) -> dict[int, tuple[Node, Tensor]]:
        """Every output by its number, with the node that makes it."""
        return {each.number: (node, each) for node in self.graph.nodes for each in node.outputs}

    @cached_property
    def _storages(self) -> dict[int, int]:
        """For every output the one in whose storage it lies."""
        kept = borders(self.segments)
        begins = {i: s.first for s in self.segments for i in range(s.first, s.last + 1)}
        found = {node.index: node.index for node in self.graph.inputs}
        held = {index: index for index in found if index in kept}  # border values' nodes by storage
        for node in self.graph.layers:
            index, source = node.index, found[node.takes[0]]
            over_border = held.get(source, index) < begins[index]
            new = node.keeps is Keeps.NEW or (node.keeps is Keeps.IN_PLACE and over_border)
            found[index] = index if new else source
            found |= {
                each.number: found[index] if each.law.view else each.number for each in node.beside
            }
            for each in node.outputs:
                if each.number in kept:
                    held.setdefault(found[each.number], index)
        return found

    @cached_property
    def _borders(self) -> tuple[tuple[tuple[Node, Tensor], ...], ...]:
        """For each segment the values that it begins with, and none before it."""
        known: set[int] = set()
        found = []
        for segment in self.segments:
            begins = {self._storages[value]: value for value in reversed(segment.inputs)}
            new = {value for storage, value in begins.items() if storage not in known}
            found.append(tuple(self._makers[value] for value in segment.inputs if value in new))
            known.update(begins)
        return tuple(found)

    @cached_property
    def border_nodes(self) -> tuple[tuple[Node, ...], ...]:
        """For each segment the nodes that make the values it begins with, and none before it."""
        each = ({node.index: node for node, _ in values} for values in self._borders)
        return tuple(tuple(nodes.values()) for nodes in each)

    @property
    def border_values(self) -> tuple[int, ...]:
        """The values that are kept for each segment, and for none before it; tokens are none."""
        return tuple(
            sum(tensor.size for node, tensor in values if not node.tokens)
            for values in self._borders
        )

    @cached_property
    def segment_values(self) -> tuple[int, ...]:
        """The values that each segment stores itself."""
        return tuple(
            sum(self._stored(node) for node in self.graph.nodes[segment.first : segment.last + 1])
            for segment in self.segments
        )

    def _stored(self, node: Node) -> int:
        """The values that a layer stores in this cut: an output over a border is stored anew."""
        anew = node.storage != node.index and self._storages[node.index] == node.index
        return node.stored + (math.prod(node.output) if anew else 0)

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
        for node, tensor in (pair for values in self._borders for pair in values):
            sums[node.kind] = sums.get(node.kind, 0) + tensor.size
        return sums


def textbook_cut(graph: Graph, k: int) -> TextbookCut:
    """The network in k segments."""
    return TextbookCut(graph, cut(graph, k))
