"""The rows of a network's table: what adds nothing has none, and what is equal is told once.

Where too many rows remain, the layers whose names begin alike are one row, a block.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from explainer.memory.textbook.layer_costs import LayerCost, layer_costs_of
from explainer.network.case import Case
from explainer.network.node import Node
from explainer.network.repeats import Piece, beginning, neighbours
from explainer.once import once

# Above this a reader sees rows and no network.
MOST_ROWS = 25


@dataclass(frozen=True)
class Group:
    """A layer, or a block of layers, that is told in one row; without layers that add nothing.

    name: the layer's, or what the names of the block's layers begin with.
    training: what it takes in training, in bytes for the batch.
    """

    name: str
    nodes: tuple[Node, ...]
    training: int

    @property
    def layer(self) -> Node | None:
        """The one layer; None for a block."""
        return self.nodes[0] if len(self.nodes) == 1 else None

    def count(self, quantity: str) -> int:
        """A quantity of all its layers, for one image."""
        return sum(node.count(quantity) for node in self.nodes)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its layers, in order: blocks that have the same are of one sort."""
        return tuple(node.kind for node in self.nodes)

    @property
    def told(self) -> tuple[object, ...]:
        """All that its row says: equal for two that one row can tell."""
        shapes = tuple((node.inputs, node.output) for node in self.nodes)
        counts = tuple(
            (node.count("activations"), node.count("weights"), node.count("biases"))
            for node in self.nodes
        )
        return self.kinds, shapes, counts, self.training


@dataclass(frozen=True)
class TableRow:
    """Equal neighbours, told once."""

    groups: tuple[Group, ...]

    @property
    def first(self) -> Group:
        """The one that stands for all of them."""
        return self.groups[0]

    @property
    def times(self) -> int:
        """How many there are."""
        return len(self.groups)

    def count(self, quantity: str) -> int:
        """A quantity of all of them, for one image."""
        return sum(group.count(quantity) for group in self.groups)

    @property
    def training(self) -> int:
        """What all of them take in training, in bytes for the batch."""
        return sum(group.training for group in self.groups)


@once
def rows_of(case: Case) -> tuple[TableRow, ...]:
    """The rows of the whole network, whose sums are the network's; none for bare totals."""
    costs = layer_costs_of(case)
    if costs is None:
        return ()
    by_name = {cost.name: cost for cost in costs}
    nodes = [node for node in case.graph.nodes if adds(node)]
    rows = grouped(nodes, by_name, None)
    for depth in range(_deepest(nodes), 0, -1):
        if len(rows) <= MOST_ROWS:
            break
        rows = grouped(nodes, by_name, depth)
    return rows


def opened(group: Group, case: Case) -> tuple[TableRow, ...]:
    """The rows inside a block: its layers, or smaller blocks where those would be too many."""
    by_name = {cost.name: cost for cost in layer_costs_of(case) or ()}
    rows = grouped(group.nodes, by_name, None)
    for depth in range(_deepest(group.nodes), group.name.count(".") + 1, -1):
        if len(rows) <= MOST_ROWS:
            break
        rows = grouped(group.nodes, by_name, depth)
    return rows


def adds(node: Node) -> bool:
    """Whether a layer stores anything of its own, values or parameters."""
    return bool(node.count("activations") or node.count("parameters"))


def grouped(
    nodes: Sequence[Node], costs: Mapping[str, LayerCost], depth: int | None
) -> tuple[TableRow, ...]:
    """Rows of the layers whose names begin alike, so many parts long; of each layer for None."""
    pieces = neighbours(nodes, lambda name: beginning(name, depth))
    return tuple(_merged([_group(piece, costs) for piece in pieces]))


def _deepest(nodes: Iterable[Node]) -> int:
    """The most parts of a name."""
    return max((node.name.count(".") + 1 for node in nodes), default=0)


def _group(piece: Piece, costs: Mapping[str, LayerCost]) -> Group:
    return Group(piece.name, piece.nodes, sum(costs[node.name].total for node in piece.nodes))


def _merged(groups: Sequence[Group]) -> Iterable[TableRow]:
    """Equal neighbours as one row."""
    for _, equal in groupby(groups, key=lambda group: group.told):
        yield TableRow(tuple(equal))
