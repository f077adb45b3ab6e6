"""The layers of two networks by name: those of the first, and in between those of the second."""

from __future__ import annotations

from typing import TypeAlias

from explainer.network.case import Case
from explainer.network.node import Node

Row: TypeAlias = tuple[Node | None, Node | None]


def layer_rows(one: Case, other: Case) -> dict[str, Row]:
    """Every name with its layer in each network, None where it has none of that name."""
    first = {node.name: node for node in one.graph.nodes}
    second = {node.name: node for node in other.graph.nodes}
    rows: dict[str, Row] = {}
    waiting = iter(second.items())
    for name, node in first.items():
        if name not in second:
            rows[name] = (node, None)
            continue
        if name in rows:
            continue
        for later, its in waiting:  # what the second has before the layer of this name
            rows[later] = (first.get(later), its)
            if later == name:
                break
    return rows | {name: (first.get(name), its) for name, its in waiting}


def in_both(rows: dict[str, Row]) -> list[tuple[Node, Node]]:
    """The layers whose names both networks have."""
    return [(first, second) for first, second in rows.values() if first and second]
