"""How the gradient lies in memory that arrives at a layer, which some copy to have it otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from explainer.layers.traits import Does
from explainer.network.case import Case
from explainer.network.graph import Node
from explainer.network.loss import NO_LOSS
from explainer.network.order import gives_positions_first, positions_first


@dataclass(frozen=True)
class Lie:
    """How a gradient lies.

    positions: whether its positions come before its channels; None where one value stands for all.
    whole: whether it fills its memory without gaps.
    """

    positions: bool | None
    whole: bool = True


class GradientOrder:
    """The order of every gradient of one network, found from its end on.

    in_place: the layers that write over their input.
    """

    def __init__(self, case: Case, in_place: frozenset[int]) -> None:
        self.case, self.graph, self.in_place = case, case.graph, in_place
        self._positions_first = positions_first(case.graph)
        self._known: dict[int, Lie] = {}

    @cached_property
    def _leading(self) -> frozenset[int]:
        """The nodes that the network's output depends on."""
        found = {self.graph.nodes[-1].index}
        for node in reversed(self.graph.nodes):
            if node.index in found:
                found.update(node.sources)
        return frozenset(found)

    def of(self, node: Node) -> Lie:
        """The gradient of a layer's output, added up from those of all that read it."""
        for later in reversed(self.graph.nodes[node.index :]):
            if later.index not in self._known:
                self._known[later.index] = self._found(later)
        return self._known[node.index]

    def _found(self, node: Node) -> Lie:
        readers = [each for each in self.graph.readers[node.index] if each in self._leading]
        if not readers:
            if self.case.loss == NO_LOSS:
                return Lie(None, False)
            return Lie(node.index in self._positions_first)
        first, *others = (self._from(self.graph.nodes[i], node) for i in reversed(readers))
        if not others:
            return first
        orders = (each.positions for each in (first, *others) if each.positions is not None)
        return Lie(next(orders, None))

    def _from(self, reader: Node, node: Node) -> Lie:
        """What a layer gives back for a value that it takes."""
        does, arrived = reader.layer.does, self._known[reader.index]
        if does is Does.FLATTENS and arrived.positions is not None:
            return Lie(node.index in self._positions_first, arrived.whole)
        if self._passes_on(reader, node):
            return arrived
        if does is Does.JOINS:
            alone = self.case.plan.batch == 1 and arrived.positions is False
            return Lie(arrived.positions, arrived.whole and alone)
        if does in BY_ITSELF:
            return self._value_by_value(reader, node, arrived)
        if does is Does.SHARES:
            return Lie(reader.index in self._positions_first)
        if does is Does.CONNECTS and len(node.output) > 1:
            # A single sequence is the matrix as it lies, and torch gives its gradient that order.
            return Lie(self.case.plan.batch > 1 or self.value(node))
        return Lie(reader.layer.backward.moves(reader))

    def _passes_on(self, reader: Node, node: Node) -> bool:
        whole_sum = reader.layer.does is Does.ADDS and node.output == reader.output
        loss_does_it = self.case.softmax_in_loss and reader is self.graph.nodes[-1]
        return whole_sum or loss_does_it or reader.layer.backward.passes_on(reader)

    def _value_by_value(self, reader: Node, node: Node, arrived: Lie) -> Lie:
        """The gradient's order or that of the value, whichever torch reads first."""
        through_a_view = reader.index in self.in_place and self._is_view(node)
        if reader.layer.backward.as_value or arrived.positions is None or through_a_view:
            return Lie(self.value(node))
        return Lie(arrived.positions)

    def _is_view(self, node: Node) -> bool:
        """Whether it is a view: of a dense layer's rows, or of what was turned for its slopes."""
        while node.index in self.in_place:
            node = self.graph.nodes[node.sources[0]]
        if node.layer.does is Does.ACTIVATES:  # of several slopes, for which it is turned
            return node.index in self._positions_first and node.count("parameters") > 1
        direct = not node.sources or node.sources[0] in self._positions_first
        return bool(gives_positions_first(node) and node.count("biases") and direct)

    def value(self, node: Node) -> bool:
        """Whether the positions of a layer's output come first in memory."""
        return self._laid_by(node).index in self._positions_first

    def steps_first(self, node: Node) -> bool:
        """Whether each position has all images of the batch, as a recurrent layer gives them."""
        found = self._laid_by(node)
        return found.layer.does is Does.RECURS and len(node.output) > 1

    def _laid_by(self, node: Node) -> Node:
        """The layer whose order a value has: some work value by value."""
        while node.sources and node.layer.does in BY_ITSELF | {Does.ADDS}:
            node = self.graph.nodes[node.sources[0]]
        return node


BY_ITSELF = frozenset({Does.ACTIVATES, Does.DROPS, Does.COMPARES, Does.MULTIPLIES})
