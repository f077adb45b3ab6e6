"""Which tensors are alive at once while the network runs forward, and the moment of the most.

A tensor lives from the layer that makes it until the last layer that reads it; the
network's outputs live to the end. Layers that work in place, or only look at their
input in another shape, make no tensor of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

from explainer.graph import Graph
from explainer.once import once


@dataclass(frozen=True)
class Moment:
    """A set of tensors alive at once.

    at: index of the layer that is being computed; alive: the nodes whose tensors are
    alive, oldest first; sizes: their values for one image, in the same order.
    """

    at: int
    alive: tuple[int, ...]
    sizes: tuple[int, ...]

    @property
    def total(self) -> int:
        """All values alive at that moment, for one image."""
        return sum(self.sizes)


@once
def peak_of_inference(graph: Graph) -> Moment:
    """The moment of the forward pass at which most values are alive; the first of several."""
    last_use = _last_uses(graph)
    ends: dict[int, list[int]] = {}
    for storage, last in last_use.items():
        ends.setdefault(last, []).append(storage)
    alive: dict[int, int] = {}
    total, best, at = 0, -1, 0
    for node in graph.nodes:
        if node.storage == node.index:
            alive[node.index] = node.count("activations")
            total += alive[node.index]
        if total > best:
            best, at = total, node.index
        for storage in ends.get(node.index, ()):
            total -= alive.pop(storage)
    return _moment(graph, last_use, at)


def moments_of_inference(graph: Graph) -> list[Moment]:
    """Every layer with what is alive while it is computed."""
    last_use = _last_uses(graph)
    return [_moment(graph, last_use, node.index) for node in graph.nodes]


def _moment(graph: Graph, last_use: dict[int, int], at: int) -> Moment:
    held = [s for s, last in last_use.items() if s <= at <= last]
    return Moment(at, tuple(held), tuple(graph.nodes[s].count("activations") for s in held))


def _last_uses(graph: Graph) -> dict[int, int]:
    """For each storage the index of the last layer that needs it."""
    last: dict[int, int] = {}
    end = len(graph.nodes) - 1
    for node in graph.nodes:
        readers = graph.readers[node.index]
        needed = max(readers, default=end)
        last[node.storage] = max(last.get(node.storage, 0), needed, node.index)
    return dict(sorted(last.items()))
