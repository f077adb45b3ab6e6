"""Parts of a network that are alike but for some numbers: what a file says once, as a block.

A part is all layers whose names begin alike (`layer1.0.`), one behind the other. Two are alike
where their layers have the same names inside, are of the same kinds with the same settings, and
take from each other in the same way; where a setting's value differs, it is an argument.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from explainer.spec import Given, LayerSpec

# What the layers of a part are written as: texts of their settings, by name.
Row: TypeAlias = tuple[str, ...]
FEWEST = 2


@dataclass(frozen=True)
class Part:
    """Layers behind each other whose names begin alike.

    name: with which they begin, without the dot. first: the place of the first in the network.
    source: what the part takes from outside.
    """

    name: str
    first: int
    layers: tuple[LayerSpec, ...]
    source: str

    @property
    def last(self) -> int:
        """The place of its last layer."""
        return self.first + len(self.layers) - 1

    def inside(self, name: str) -> str:
        """A layer's name within the part, `input` for what comes from outside."""
        return name.removeprefix(f"{self.name}.") if name.startswith(f"{self.name}.") else "input"

    @property
    def kind(self) -> Hashable:
        """Equal for parts that one block can be."""
        return tuple(
            (
                self.inside(each.name),
                each.kind,
                tuple(each.settings),
                tuple(map(self.inside, each.sources)),
                each.counted,
                each.shares and self.inside(each.shares[0]),
            )
            for each in self.layers
        )

    def values(self) -> Iterator[tuple[tuple[int, str], Given]]:
        """Each setting, by the number of its layer and its name."""
        for number, each in enumerate(self.layers):
            for setting, value in each.settings.items():
                yield (number, setting), value


@dataclass(frozen=True)
class Block:
    """What parts are that are alike.

    name: of the block; parts: all that it is used for. arguments: the name of an argument for a
    setting, by the number of its layer and its name.
    """

    name: str
    parts: tuple[Part, ...]
    arguments: Mapping[tuple[int, str], str]

    def given(self, part: Part) -> dict[str, Given]:
        """The arguments of one part."""
        values = dict(part.values())
        return {name: values[place] for place, name in self.arguments.items()}


def blocks_of(layers: Sequence[LayerSpec]) -> tuple[Block, ...]:
    """The blocks that save the most lines, none of which lies in another."""
    taken: set[int] = set()
    found: list[Block] = []
    while chosen := _best(layers, taken):
        found.append(_block(chosen, [each.name for each in found]))
        taken |= {place for part in chosen for place in range(part.first, part.last + 1)}
    return tuple(found)


def _best(layers: Sequence[LayerSpec], taken: set[int]) -> list[Part]:
    """The parts alike that save the most lines of what is left."""
    alike: dict[Hashable, list[Part]] = defaultdict(list)
    for part in _parts(layers):
        if taken.isdisjoint(range(part.first, part.last + 1)):
            alike[part.kind].append(part)
    several = (_apart(parts) for parts in alike.values())
    return max((p for p in several if len(p) >= FEWEST), key=_saves, default=[])


def _saves(parts: list[Part]) -> int:
    return (len(parts) - 1) * (len(parts[0].layers) - 1)


def _apart(parts: list[Part]) -> list[Part]:
    """Those that don't lie in each other."""
    found: list[Part] = []
    for part in parts:
        if not found or part.first > found[-1].last:
            found.append(part)
    return found


def _parts(layers: Sequence[LayerSpec]) -> Iterator[Part]:
    """Every part of several layers that takes one thing from outside."""
    depths = max((each.name.count(".") for each in layers), default=0)
    for depth in range(1, depths + 1):
        first = 0
        for name, group in groupby(layers, key=lambda each: _beginning(each.name, depth)):
            inside = tuple(group)
            if name and len(inside) >= FEWEST and (source := _source(name, inside)):
                part = Part(name, first, inside, source)
                if _left_at_its_end(part, layers) and not _is_a_row(part):
                    yield part
            first += len(inside)


def _beginning(name: str, depth: int) -> str:
    words = name.split(".")
    return ".".join(words[:depth]) if len(words) > depth else ""


def _source(name: str, layers: Sequence[LayerSpec]) -> str:
    """The one thing from outside that they take; empty where those are several."""
    outside = {
        source
        for each in layers
        for source in (*each.sources, *(each.shares[:1] if each.shares else ()))
        if not str(source).startswith(f"{name}.")
    }
    return str(outside.pop()) if len(outside) == 1 else ""


def _left_at_its_end(part: Part, layers: Sequence[LayerSpec]) -> bool:
    """Whether its layers are all that are called so, and others take from it as from any."""
    called = sum(each.name.startswith(f"{part.name}.") for each in layers)
    return called == len(part.layers) and all(each.name != part.name for each in layers)


def _is_a_row(part: Part) -> bool:
    """Whether it is made of numbered parts, as a stage is: those are told of and not the row."""
    begins = [part.inside(each.name).split(".")[0] for each in part.layers]
    return all(map(str.isdigit, begins)) and len(set(begins)) < len(begins)


def _block(parts: Sequence[Part], names: Sequence[str]) -> Block:
    return Block(_name(parts, names), tuple(parts), _arguments(parts))


def _name(parts: Sequence[Part], names: Sequence[str]) -> str:
    """What the layers say that they were in, else `block`; each name once."""
    nearest = min(parts[0].layers, key=lambda each: each.name.count("."))
    stem = nearest.block or "block"
    name, number = stem, 1
    while name in names:
        number += 1
        name = f"{stem}_{number}"
    return name


def _arguments(parts: Sequence[Part]) -> dict[tuple[int, str], str]:
    """A name for each row of values that differs among the parts; equal rows have one."""
    columns = [dict(part.values()) for part in parts]
    called: dict[Row, str] = {}
    found: dict[tuple[int, str], str] = {}
    for place in columns[0]:
        row = tuple(repr(_plain(column[place])) for column in columns)
        if len(set(row)) > 1:
            found[place] = called.setdefault(row, _argument(place[1], list(called.values())))
    return found


def _argument(setting: str, names: Sequence[str]) -> str:
    name, number = setting, 1
    while name in names:
        number += 1
        name = f"{setting}_{number}"
    return name


def _plain(given: Given) -> object:
    """A value without its places."""
    if isinstance(given.value, tuple):
        return tuple(map(_plain, given.value))
    if isinstance(given.value, Mapping):
        return {key: _plain(value) for key, value in given.value.items()}
    return given.value
