"""How the gradient lies in memory that arrives at a layer, which some copy to have it otherwise."""

from __future__ import annotations

from explainer.layers.layer import SEQUENCE
from explainer.layers.traits import Does, Saved
from explainer.memory.framework.padding import pads_apart
from explainer.memory.framework.views import Lie, Views, is_flat_already
from explainer.network.case import Case
from explainer.network.loss import NO_LOSS
from explainer.network.node import Node
from explainer.network.order import (
    AXES_OF_A_SEQUENCE,
    exchanges_axes,
    gives_positions_first,
    positions_first,
)


class GradientOrder:
    """The order of every gradient of one network, found from its end on.

    in_place: the layers that write over their input.
    """

    def __init__(self, case: Case, in_place: frozenset[int]) -> None:
        self.case, self.graph, self.in_place = case, case.graph, in_place
        self._positions_first = positions_first(case.graph)
        self._known: dict[int, Lie] = {}
        self.views = Views(self)

    def of(self, node: Node) -> Lie:
        """The gradient of a layer's output, added up from those of all that read it."""
        for later in reversed(self.graph.nodes[node.index :]):
            if later.index not in self._known:
                self._known[later.index] = self._found(later)
        return self._known[node.index]

    def _found(self, node: Node) -> Lie:
        if node.layer.does is Does.SPLITS:  # its gradient is laid of those of all parts
            lies = [self._arriving(node, each.number) for each in node.outputs]
            return Lie(all(each.positions for each in lies))
        return self._arriving(node, node.index)

    def _arriving(self, node: Node, number: int) -> Lie:
        """The same of one of a layer's outputs."""
        readers = [each for each in self.graph.readers[number] if each in self.graph.leading]
        if not readers:
            if number not in self.graph.ends:
                return Lie(False)  # zeros
            if self.case.loss == NO_LOSS:
                return Lie(None, False)
            return Lie(node.index in self._positions_first)
        first, *others = (self._from(self.graph.nodes[i], node) for i in reversed(readers))
        if not others:
            return first
        orders = (each.positions for each in (first, *others) if each.positions is not None)
        return Lie(next(orders, number in self._positions_first))

    def _from(self, reader: Node, node: Node) -> Lie:
        """What a layer gives back for a value that it takes."""
        does, arrived = reader.layer.does, self._known[reader.index]
        if does.looks:
            return self.views.gradient(reader, node, arrived)
        if self._passes_on(reader, node):
            return arrived
        if does in (Does.ATTENDS, Does.RECURS):  # it comes with the batch behind the positions
            as_it_was = self.case.plan.batch == 1 or 1 in node.output[:1]
            return Lie(True) if as_it_was else Lie(False, False)
        if does is Does.MULTIPLIES_MATRICES:  # that of a turned matrix is turned back
            second = reader.sources[-1] == node.index and reader.settings["transpose_second"]
            return Lie(not second)
        if does is Does.PRECEDES:
            return self.views.behind_the_first(reader, node, arrived)
        if does is Does.JOINS:
            return self.views.part_of_gradient(reader, node, arrived)
        if does is Does.SUBTRACTS and node.output == reader.output:  # its signs are changed
            lies_first = reader.index in self._positions_first
            return (
                Lie(lies_first)
                if arrived.positions is None
                else self._value_by_value(reader, node, arrived)
            )
        if does in BY_ITSELF:
            return self._value_by_value(reader, node, arrived)
        if does is Does.POOLS:
            return Lie(_lies_as_before(reader) and self.value(node))
        if does is Does.DIVIDES_BY_ROOT:
            over_places = reader.layer.backward.moves(reader)
            return Lie(over_places if arrived.positions is None else arrived.positions)
        if does is Does.TOTALS:
            return self.views.spread_out(reader, arrived)
        if does is Does.AVERAGES:
            return Lie(node.index in self._positions_first)
        if does is Does.SHUFFLES and len(node.output) > AXES_OF_A_SEQUENCE:
            return Lie(bool(arrived.positions))
        if does in (Does.PADS, Does.CROPS) and len(node.output) > AXES_OF_A_SEQUENCE:
            # A constant is put around it, or cut off, in the order in which it comes.
            mode = reader.settings.get("mode", "constant")
            return Lie(mode == "constant" and bool(arrived.positions))
        if does is Does.SHARES:
            return Lie(reader.index in self._positions_first)
        if does is Does.CONNECTS and len(node.output) > AXES_OF_A_SEQUENCE:
            # The rows that it saw as they lay have gradients that lie so too.
            apart = reader.index in self.case.frozen and not self.views.places(reader).is_dense
            return Lie(apart or self.views.copies_places(reader))
        if does is Does.CONNECTS and len(node.output) > 1:
            # A single sequence is the matrix as it lies, and torch gives its gradient that order.
            return Lie(self.case.plan.batch > 1 or self.value(node))
        return Lie(reader.layer.backward.moves(reader))

    def _passes_on(self, reader: Node, node: Node) -> bool:
        sums = reader.layer.does in (Does.ADDS, Does.LOCATES, Does.SHIFTS)
        sums = sums or (reader.layer.does is Does.SUBTRACTS and reader.sources[0] == node.index)
        whole_sum = sums and node.output == reader.output
        loss_does_it = reader.index in self.case.softmaxes_in_loss
        return whole_sum or loss_does_it or reader.layer.backward.passes_on(reader)

    def _value_by_value(self, reader: Node, node: Node, arrived: Lie) -> Lie:
        """The gradient's order or that of the value, whichever torch reads first."""
        if reader.layer.does is Does.SCALES and arrived.positions is None:
            return Lie(False)  # one value times factors, of which each channel has one
        if reader.layer.backward.operations and arrived.positions is None:
            return Lie(node.index in self._positions_first)  # times a factor for each image
        through_a_view = reader.index in self.in_place and self._is_view(node)
        if reader.layer.backward.as_value or arrived.positions is None or through_a_view:
            return Lie(self.value(node))
        return Lie(arrived.positions, lay=arrived.lay if arrived.whole else None)

    def _is_view(self, node: Node) -> bool:
        """Whether it is a view: of a dense layer's rows, say, or of what was turned."""
        while node.index in self.in_place or is_flat_already(node):
            node = self.graph.nodes[node.sources[0]]
        if node.layer.does in (Does.FLATTENS, Does.RESHAPES):
            return not self.views.copies(node)
        if node.layer.does is Does.ACTIVATES:  # of several slopes, for which it is turned
            return node.index in self._positions_first and node.used("parameters") > 1
        if node.layer.does is Does.POOLS:  # of a sequence, which is seen as an image for it
            return len(node.output) in SEQUENCE
        direct = not node.sources or node.sources[0] in self._positions_first
        return bool(gives_positions_first(node) and node.used("biases") and direct)

    def value(self, node: Node) -> bool:
        """Whether the positions of a layer's output come first in memory."""
        turned = False
        while node.sources and _lies_as_before(node):
            if node.layer.does is Does.PERMUTES:
                if not node.layer.backward.passes_on(node):
                    break
                turned ^= exchanges_axes(node)
            if node.layer.does in (Does.FLATTENS, Does.RESHAPES):
                return self.views.is_turned(node) is not turned
            node = self.graph.nodes[node.sources[0]]
        return (node.index in self._positions_first) is not turned

    def steps_first(self, node: Node) -> bool:
        """Whether each position has all images of the batch, as a recurrent layer gives them."""
        while node.sources and node.layer.does in BY_ITSELF | SUMS | {Does.LOCATES, Does.SHIFTS}:
            node = self.graph.nodes[node.sources[0]]
        return node.layer.does is Does.RECURS and len(node.output) > 1


def _lies_as_before(node: Node) -> bool:
    """Whether what it gives lies in memory as what it takes does."""
    if node.layer.does is Does.POOLS:
        return node.layer.backward.saved_by(node) is not Saved.NOTHING and not pads_apart(node)
    return node.layer.does in BY_ITSELF | FOLLOWING


SUMS = frozenset({Does.ADDS, Does.SUBTRACTS})
FOLLOWING = (
    frozenset(each for each in Does if each.looks) | SUMS | {Does.LOCATES, Does.SHIFTS, Does.PASSES}
)
PRODUCTS = frozenset({Does.MULTIPLIES, Does.DIVIDES})
BY_ITSELF = PRODUCTS | {Does.ACTIVATES, Does.SCALES, Does.STRETCHES, Does.DROPS, Does.COMPARES}
