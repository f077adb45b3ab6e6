"""Where a network repeats itself: its pieces by the parts of their names, and equal neighbours.

The dots of a name say what belongs together (`layer1.0.conv1`), whether a block of the model
file or another program wrote them. Pieces are alike where their layers and the way they take
from each other are; how much alike is the caller's choice.

>>> runs(graph, Piece("", tuple(graph.nodes)).parts, exactly)   # a table's rows, told once
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import TypeAlias

from explainer.layers.layer import Keeps
from explainer.layers.traits import Does
from explainer.network.graph import Graph
from explainer.network.node import Node

# A round of a run is at most so many pieces long.
LONGEST = 64
# What belongs to the layer before it: a round never begins with it.
FOLLOWERS = {Does.ACTIVATES, Does.DROPS, Does.SHARES, Does.FLATTENS}

Likeness: TypeAlias = Callable[[Node], Hashable]


def exactly(node: Node) -> Hashable:
    """Alike are layers of which every number is equal."""
    return node.kind, _settings(node), node.inputs, node.output


def by_settings(node: Node) -> Hashable:
    """Alike are layers with equal settings, on whatever they take."""
    return node.kind, _settings(node)


def by_kind(node: Node) -> Hashable:
    """Alike are layers of one kind."""
    return node.kind


def _settings(node: Node) -> Hashable:
    return tuple(sorted(node.settings.items()))


def follows(node: Node) -> bool:
    """Whether a layer belongs to the one before it, such as an activation function."""
    return node.keeps is not Keeps.NEW or node.layer.does in FOLLOWERS


@dataclass(frozen=True)
class Piece:
    """Layers behind each other that belong together: a block, a stage, or one layer.

    name: what their names begin with, such as `layer1.0`; of a single layer, its name.
    """

    name: str
    nodes: tuple[Node, ...]

    @cached_property
    def parts(self) -> tuple[Piece, ...]:
        """The pieces inside, by the next part of their names at which they differ."""
        if len(self.nodes) == 1:
            return ()
        names = [node.name.split(".") for node in self.nodes]
        depth = self.name.count(".") + 1 if self.name else 0
        while all(len(name) > depth + 1 and name[: depth + 1] == names[0][: depth + 1]
                  for name in names):  # fmt: skip
            depth += 1
        return neighbours(self.nodes, lambda name: beginning(name, depth + 1))

    @property
    def outside(self) -> tuple[int, ...]:
        """The indices of the layers outside that it takes from, each once, as it takes them."""
        first = self.nodes[0].index
        return tuple(dict.fromkeys(s for node in self.nodes for s in node.sources if s < first))

    def form(self, likeness: Likeness) -> Hashable:
        """What is equal for two pieces whose layers are alike and are wired alike.

        Sources outside count by the order in which they are met, wherever they lie.
        """
        first, outside = self.nodes[0].index, self.outside
        place = {source: -1 - number for number, source in enumerate(outside)}
        return tuple(
            (likeness(node), tuple(place.get(s, s - first) for s in node.sources), _firsts(node))
            for node in self.nodes
        )


def _firsts(node: Node) -> tuple[bool, ...]:
    """Of each thing it takes, whether that is the first output of a layer."""
    return tuple(number == source for number, source in zip(node.takes, node.sources, strict=True))


def neighbours(nodes: Iterable[Node], head: Callable[[str], str]) -> tuple[Piece, ...]:
    """Layers behind each other whose names have the same head as one piece, which is called so."""
    pieces = []
    for name, group in groupby(nodes, key=lambda node: head(node.name)):
        found = tuple(group)
        pieces.append(Piece(found[0].name if len(found) == 1 else name, found))
    return tuple(pieces)


def beginning(name: str, depth: int | None) -> str:
    """The first parts of a dotted name; all of it for None."""
    return name if depth is None else ".".join(name.split(".")[:depth])


def joined(pieces: Sequence[Piece]) -> Piece:
    """Pieces behind each other as one, with the name of the first."""
    return Piece(pieces[0].name, tuple(node for piece in pieces for node in piece.nodes))


@dataclass(frozen=True)
class Run:
    """Rounds of equal pieces behind each other; a piece that stands alone is one round."""

    rounds: tuple[tuple[Piece, ...], ...]

    @property
    def count(self) -> int:
        """How often it comes."""
        return len(self.rounds)

    @property
    def first(self) -> tuple[Piece, ...]:
        """The pieces of the first round, which the others are like."""
        return self.rounds[0]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces of all rounds."""
        return tuple(piece for each in self.rounds for piece in each)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The layers of all rounds."""
        return tuple(node for piece in self.pieces for node in piece.nodes)


def runs(
    graph: Graph, pieces: Sequence[Piece], likeness: Likeness, longest: int = LONGEST
) -> tuple[Run, ...]:
    """The pieces, in their order, in runs of equal rounds: at each place the one that saves most.

    A round takes only from the one before it, and nobody behind that reads it, so that it may
    be told once with its count. longest: the most pieces in a round.
    """
    search = _Search(graph, pieces, likeness, longest)
    found: list[Run] = []
    start = 0
    while start < len(pieces):
        length, count = search.best(start)
        bounds = range(start, start + length * count + 1, length)
        found.append(Run(tuple(tuple(pieces[a:b]) for a, b in pairwise(bounds))))
        start = bounds[-1]
    return tuple(found)


class _Search:
    """How often pieces come behind each other, for every length of a round."""

    def __init__(
        self, graph: Graph, pieces: Sequence[Piece], likeness: Likeness, longest: int
    ) -> None:
        self.graph, self.pieces, self.likeness = graph, pieces, likeness
        self.forms = _numbered(piece.form(likeness) for piece in pieces)
        self.longest = min(longest, len(pieces) // 2)
        self.alike = [self._alike(length) for length in range(1, self.longest + 1)]

    def _alike(self, length: int) -> list[int]:
        """For each place how many pieces from there are like those `length` further on."""
        counts = [0] * (len(self.forms) + 1)
        for i in range(len(self.forms) - length - 1, -1, -1):
            if self.forms[i] == self.forms[i + length]:
                counts[i] = counts[i + 1] + 1
        return counts

    def best(self, start: int) -> tuple[int, int]:
        """The length of a round and its count, of the run from here that saves most pieces."""
        chosen, saved = (1, 1), 0
        if follows(self.pieces[start].nodes[0]):
            return chosen
        for length in range(1, self.longest + 1):
            count = self.alike[length - 1][start] // length + 1
            if (count - 1) * length > saved:
                count = self._in_a_chain(start, length, count)
            if (count - 1) * length > saved:
                chosen, saved = (length, count), (count - 1) * length
        return chosen

    def _in_a_chain(self, start: int, length: int, count: int) -> int:
        """How many of the rounds are alike as wholes, and are read by the next one alone."""
        bounds = range(start, start + length * count + 1, length)
        wholes = [joined(self.pieces[a:b]) for a, b in pairwise(bounds)]
        form, good = wholes[0].form(self.likeness), 1
        for before, one in pairwise(wholes):
            if one.form(self.likeness) != form or not self._follows(before, one):
                break
            good += 1
        return good

    def _follows(self, before: Piece, one: Piece) -> bool:
        first, last = before.nodes[0].index, one.nodes[-1].index
        readers = (
            reader
            for node in before.nodes
            for output in node.outputs
            for reader in self.graph.readers[output.number]
        )
        return min(one.outside, default=first) >= first and max(readers, default=last) <= last


def _numbered(forms: Iterable[Hashable]) -> list[int]:
    """Equal forms by equal numbers, which are compared faster."""
    known: dict[Hashable, int] = {}
    return [known.setdefault(form, len(known)) for form in forms]
