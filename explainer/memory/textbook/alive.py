"""Which tensors are alive at once while the network runs forward, and the moment of the most.

A tensor lives from the layer that makes it until the last layer that reads it; the
network's outputs live to the end, and what a layer makes inside lives while it runs. Layers
that work in place, or only look at their input in another shape, make no tensor of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.once import once


@dataclass(frozen=True)
class Moment:
    """A set of tensors alive at once.

    at: index of the layer that is being computed; alive: the nodes whose tensors are
    alive, oldest first; sizes: the values of each one's tensors for one image, in the same order.
    """

    at: int
    alive: tuple[int, ...]
    sizes: tuple[int, ...]

    @property
    def total(self) -> int:
        """All values alive at that moment, for one image."""
        return sum(self.sizes)


@dataclass(frozen=True)
class _Life:
    """A tensor of a node's own: its values, the node, and the last layer that needs it."""

    size: int
    node: int
    last: int


@once
def peak_of_inference(graph: Graph) -> Moment:
    """The moment of the forward pass at which most values are alive; the first of several."""
    totals = _totals(graph)
    return _moment(_lives(graph), totals.index(max(totals)))


def runner_up(graph: Graph) -> Moment | None:
    """The layer with the most values alive below the peak; None where there is no such layer."""
    totals = _totals(graph)
    most = max(totals)
    below = [
        (total, -at) for at, total in enumerate(totals) if total < most and graph.nodes[at].sources
    ]
    return _moment(_lives(graph), -max(below)[1]) if below else None


def _totals(graph: Graph) -> list[int]:
    """The values that are alive while each layer is computed."""
    lives = _lives(graph)
    made: dict[int, list[_Life]] = {}
    ends: dict[int, list[_Life]] = {}
    for life in lives:
        made.setdefault(life.node, []).append(life)
        ends.setdefault(life.last, []).append(life)
    total, totals = 0, []
    for node in graph.nodes:
        total += sum(life.size for life in made.get(node.index, ()))
        totals.append(total)
        total -= sum(life.size for life in ends.get(node.index, ()))
    return totals


def moments_of_inference(graph: Graph) -> list[Moment]:
    """Every layer with what is alive while it is computed."""
    lives = _lives(graph)
    return [_moment(lives, node.index) for node in graph.nodes]


def _moment(lives: list[_Life], at: int) -> Moment:
    held: dict[int, int] = {}
    for life in lives:
        if life.node <= at <= life.last:
            held[life.node] = held.get(life.node, 0) + life.size
    return Moment(at, tuple(held), tuple(held.values()))


def _lives(graph: Graph) -> list[_Life]:
    """Every tensor that is no other one's storage seen anew, in the order of their making."""
    last = _last_uses(graph)
    found: list[_Life] = []
    for node in graph.nodes:
        if node.storage == node.index and (size := _size_of_first(node)):  # tokens have no values
            found.append(_Life(size, node.index, last[node.index]))
        found += [_Life(each.size, node.index, last[each.number]) for each in node.own_beside]
        found += [_Life(each.size, node.index, node.index) for each in node.passing]
    return found


def _size_of_first(node: Node) -> int:
    """Of the values that a layer stores, those of its first output."""
    return node.count("activations") - sum(
        each.size for each in (*node.own_beside, *node.kept_inside)
    )


def _last_uses(graph: Graph) -> dict[int, int]:
    """For each storage the index of the last layer that needs it."""
    last: dict[int, int] = {}
    end = len(graph.nodes) - 1
    for node in graph.nodes:
        for made in node.outputs:
            storage = node.storage_of(made.number)
            needed = min(graph.last_use(made.number), end)
            last[storage] = max(last.get(storage, 0), needed, node.index)
    return last
