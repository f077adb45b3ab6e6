"""What a tool counts as activations beside the textbook's count, and why the two differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from explainer.network.graph import Graph
from explainer.network.node import Node


@dataclass(frozen=True)
class Difference:
    """Values of one image that only one of the two counts.

    kind: of the layers; reason: the key of the sentence that says why; values: below 0 where
    the textbook counts them and the tool does not.
    """

    kind: str
    reason: str
    values: int


@dataclass(frozen=True)
class Tally:
    """What a tool counts for one image, by kind, and every difference from the textbook."""

    counted: Mapping[str, int]
    differences: tuple[Difference, ...]


def tally(
    graph: Graph,
    count: Callable[[Node], int],
    reason: Callable[[Node], str],
    extra: tuple[Difference, ...] = (),
) -> Tally:
    """Layer by layer.

    count: the values that the tool counts; reason: why they differ from the textbook's.
    extra: what the tool counts that is no layer's output here, by a word for it.
    """
    counted: dict[str, int] = {}
    apart: dict[tuple[str, str], int] = {}
    for node in graph.nodes:
        values = count(node)
        if values:
            counted[node.kind] = counted.get(node.kind, 0) + values
        if values != node.count("activations"):
            key = node.kind, reason(node)
            apart[key] = apart.get(key, 0) + values - node.count("activations")
    for each in extra:
        counted[each.kind] = counted.get(each.kind, 0) + each.values
    found = tuple(Difference(*key, values) for key, values in apart.items())
    return Tally(counted, found + extra)


def not_of_its_own(node: Node) -> str:
    """Why the textbook gives a layer no values: it overwrites its input, or looks at it anew."""
    return "in_place" if node.layer.keeps(node.situation).value == "in place" else "nothing"
