"""The stages of a network: its layers, or neighbours added up where there are too many to draw.

Neighbours belong together by the first parts of their names (`conv1_1` and `conv1_2` are in
`conv1`, `layer1.0.conv1` is in `layer1`); if that leaves too many, the smallest neighbours
are added up, those of about the same height and width first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, takewhile

from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.network.repeats import neighbours

MOST = 14
# With fewer stages than this, names are taken one part longer.
LEAST = 6
PARTS = re.compile(r"[./]|_(?=\d)")
# A name in pieces: numbers, words, and the signs between them.
PIECES = re.compile(r"\d+|[^\W\d_]+|[\W_]")
# Sides that differ by less are about the same: without padding each convolution takes some pixels.
ALIKE = Fraction(3, 2)


@dataclass(frozen=True)
class Stage:
    """Layers behind each other. first, last: the names that it begins and ends with."""

    first: str
    last: str
    nodes: tuple[Node, ...]

    @property
    def name(self) -> str:
        """The name, or `features.2…5` for what lies between `features.2` and `features.5`."""
        if self.first == self.last:
            return self.first
        one, other = PIECES.findall(self.first), PIECES.findall(self.last)
        alike = len(list(takewhile(lambda two: two[0] == two[1], zip(one, other, strict=False))))
        differs = alike < min(len(one), len(other))
        return f"{self.first}…{''.join(other[alike:]) if differs else self.last}"

    @property
    def activations(self) -> int:
        """The values that they store for one image."""
        return sum(node.count("activations") for node in self.nodes)

    @property
    def parameters(self) -> int:
        """The parameters that they have."""
        return sum(node.count("parameters") for node in self.nodes)


def stages_of(graph: Graph, most: int = MOST) -> list[Stage]:
    """At most so many stages, in order, with all layers that have values or parameters."""
    nodes = [n for n in graph.nodes if n.count("activations") or n.count("parameters")]
    if len(nodes) <= most:
        return [Stage(node.name, node.name, (node,)) for node in nodes]
    found = _by_name(nodes, most)
    while len(found) > most:
        found = _fewer(found, most)
    return found


def _by_name(nodes: Sequence[Node], most: int) -> list[Stage]:
    """Neighbours with the same first parts of their names: as many parts as leave few enough."""
    deepest = max(len(PARTS.split(node.name)) for node in nodes)
    tried = [_cut(nodes, depth) for depth in range(1, deepest + 1)]
    fitting = [found for found in tried if LEAST <= len(found) <= most]
    return fitting[-1] if fitting else next(found for found in tried if len(found) > most)


def _cut(nodes: Sequence[Node], depth: int) -> list[Stage]:
    pieces = neighbours(nodes, lambda name: _head(name, depth))
    return [Stage(piece.name, piece.name, piece.nodes) for piece in pieces]


def _head(name: str, depth: int) -> str:
    """The first parts of a name as they are written; a sign that it begins with ends none."""
    ends = [match.start() for match in PARTS.finditer(name) if match.start()]
    return name[: ends[depth - 1]] if len(ends) >= depth else name


def _fewer(stages: Sequence[Stage], most: int) -> list[Stage]:
    """The cheapest pairs of neighbours made one, as many as there are too many."""
    whole = Stage("", "", tuple(node for stage in stages for node in stage.nodes))
    pairs = list(pairwise(stages))
    order = sorted(range(len(pairs)), key=lambda i: _cost(*pairs[i], whole))
    chosen: set[int] = set()
    for i in order:
        if len(chosen) < len(stages) - most and not {i - 1, i + 1} & chosen:
            chosen.add(i)
    return list(_joined(stages, chosen))


def _joined(stages: Sequence[Stage], firsts: set[int]) -> Iterator[Stage]:
    """The stages, those at `firsts` made one with the next."""
    for i, stage in enumerate(stages):
        if i in firsts:
            following = stages[i + 1]
            yield Stage(stage.first, following.last, stage.nodes + following.nodes)
        elif i - 1 not in firsts:
            yield stage


def _cost(one: Stage, other: Stage, whole: Stage) -> tuple[bool, Fraction]:
    """What adding two up hides: whether their sides differ, and their share."""
    shares = (
        Fraction(one.activations + other.activations, whole.activations or 1),
        Fraction(one.parameters + other.parameters, whole.parameters or 1),
    )
    small, large = sorted((_side(one), _side(other)))
    return large >= ALIKE * small, max(shares)


def _side(stage: Stage) -> int:
    """The longest side of its last output; 1 where it gives features."""
    return max(stage.nodes[-1].output[:-1], default=1)
