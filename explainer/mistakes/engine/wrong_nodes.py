"""The nodes of a network with one layer spoilt, kept as what differs from the right ones.

A wrong size made in one of a thousand layers often comes to what another one came to before:
from there on the two networks are one, and it is not worked out again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import overload

from explainer.network.graph import Graph
from explainer.network.node import Node


def earlier(graph: Graph, layer: int) -> list[int]:
    """The layers that a layer's input comes from, the nearest first."""
    found: set[int] = set()
    waiting = list(graph.nodes[layer].sources)
    while waiting:
        index = waiting.pop()
        if index not in found:
            found.add(index)
            waiting += graph.nodes[index].sources
    return sorted(found, reverse=True)


class WrongNodes(Sequence[Node]):
    """The right nodes but for some.

    changed: those that differ, by their indices.
    tail: a wrong network whose nodes behind the one numbered `meets` are the same as here.
    """

    def __init__(
        self,
        right: Sequence[Node],
        changed: Mapping[int, Node],
        tail: WrongNodes | None = None,
        meets: int = 0,
    ) -> None:
        self.right, self.changed = right, dict(changed)
        self.tail, self.meets = tail, meets

    def __len__(self) -> int:
        return len(self.right)

    @overload
    def __getitem__(self, index: int) -> Node: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Node]: ...

    def __getitem__(self, index: int | slice) -> Node | Sequence[Node]:
        if isinstance(index, slice):
            return tuple(self._at(each) for each in range(*index.indices(len(self))))
        return self._at(range(len(self))[index])

    def __iter__(self) -> Iterator[Node]:
        return iter(self[:])

    def _at(self, index: int) -> Node:
        """One node; on the way it is noted, so that the next look is short."""
        here, passed = self, list[WrongNodes]()
        while index not in here.changed and here.tail is not None and index > here.meets:
            passed.append(here)
            here = here.tail
        found = here.changed.get(index, self.right[index])
        for each in passed:
            each.changed[index] = found
        return found
