"""What the written-out network will hold, found before it is written out.

Blocks may use blocks and repeats may lie in repeats, but not in a circle, not too deep, and
not so often that the network would fill the memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from explainer.errors import ModelFileError
from explainer.language import Words, later, number, sentence
from explainer.readers.bounds import LAYERS as MOST_LAYERS
from explainer.readers.bounds import NESTING, WRITTEN_OUT
from explainer.readers.entries import REPEAT, Block, Entry, argument_in
from explainer.readers.expect import expect_whole
from explainer.readers.wording import quoted, shortened
from explainer.spec import Given, Place


def substitute(given: Given, values: Mapping[str, Given]) -> Given:
    """The value with the block's arguments in place of their `$names`."""
    if argument := argument_in(given):
        return values[argument]
    if isinstance(given.value, tuple):
        return Given(tuple(substitute(part, values) for part in given.value), given.place)
    if isinstance(given.value, Mapping):
        return Given(substitute_all(given.value, values), given.place)
    return given


def substitute_all(given: Mapping[str, Given], values: Mapping[str, Given]) -> dict[str, Given]:
    """The same for every value of a mapping."""
    return {name: substitute(value, values) for name, value in given.items()}


def settings_of(entry: Entry, values: Mapping[str, Given]) -> Mapping[str, Given]:
    """The entry's settings with the arguments of the block it stands in."""
    return substitute_all(entry.settings, values) if entry.open else entry.settings


def times_of(entry: Entry, values: Mapping[str, Given]) -> int:
    """How often a repeat comes."""
    return expect_whole(substitute(entry.settings["times"], values), "times", 1, "repeat")


def check_nesting(entries: Iterable[Entry], blocks: Mapping[str, Block]) -> None:
    """Refuse blocks that use themselves, and nesting that is too deep, used or not."""
    walk = _Nesting(blocks)
    for kind in blocks:
        walk.height_of_block(kind, ())
    walk.height(entries, ())


class _Nesting:
    """How many blocks and repeats lie inside each other."""

    def __init__(self, blocks: Mapping[str, Block]) -> None:
        self.blocks = blocks
        self.known: dict[str, int] = {}

    def height_of_block(self, kind: str, above: tuple[str, ...]) -> int:
        """The height of one block, found once."""
        if kind not in self.known:
            self.known[kind] = self.height(self.blocks[kind].entries, (*above, kind))
        return self.known[kind]

    def height(self, entries: Iterable[Entry], above: tuple[str, ...]) -> int:
        """The height of a list, inside these blocks and repeats."""
        highest = 0
        for entry in entries:
            if entry.kind == REPEAT:
                _check_nesting(len(above) + 1, entry.place)
                inner = self.height(entry.layers, (*above, REPEAT))
            elif entry.kind in self.blocks:
                _refuse_circle(entry, above)
                _check_nesting(len(above) + 1, entry.place)
                inner = self.height_of_block(entry.kind, above)
            else:
                continue
            highest = max(highest, inner + 1)
            _check_nesting(len(above) + highest, entry.place)
        return highest


def _check_nesting(height: int, place: Place) -> None:
    if height > NESTING:
        raise ModelFileError(
            place,
            sentence("block.nested", most=str(NESTING)),
        )


def _refuse_circle(entry: Entry, above: tuple[str, ...]) -> None:
    if entry.kind not in above:
        return
    circle = [shortened(kind) for kind in above[above.index(entry.kind) :] if kind != REPEAT]
    raise ModelFileError(
        entry.place,
        sentence("block.circle", block=quoted(entry.kind)),
        sum=(" → ".join((*circle, circle[0])),),
        advice=sentence("block.circle_try"),
    )


@dataclass(frozen=True, slots=True)
class _Weight:
    """How many layers there will be, and how many settings and sources they will have."""

    layers: int = 0
    values: int = 0


def check_weight(entries: Iterable[Entry], blocks: Mapping[str, Block]) -> None:
    """Refuse a network that would have too many layers.

    Every entry that is visited stands for a layer or more, so the walk is no longer than the
    bound; what a repeat repeats is visited once and multiplied.
    """
    _weigh(entries, blocks, {})


def _weigh(
    entries: Iterable[Entry], blocks: Mapping[str, Block], values: Mapping[str, Given]
) -> _Weight:
    layers = size = 0
    for entry in entries:
        one = _weigh_entry(entry, blocks, values)
        layers, size = layers + one.layers, size + one.values
        _check_bounds(layers, size, entry.place, later("block.up_to_here", layers=layers))
    return _Weight(layers, size)


def _weigh_entry(entry: Entry, blocks: Mapping[str, Block], values: Mapping[str, Given]) -> _Weight:
    own = entry.size
    if entry.open and entry.source:
        sources = substitute(entry.source, values).value
        own += len(sources) if isinstance(sources, tuple) else 0
    if entry.kind == REPEAT:
        times, one = times_of(entry, values), _weigh(entry.layers, blocks, values)
        layers = times * one.layers
        shown = f"times · layers = {number(times)} · {number(one.layers)} = {number(layers)}"
        _check_bounds(layers, times * one.values, entry.place, shown)
        return _Weight(layers, own + times * (one.values + 1))
    if block := blocks.get(entry.kind):
        one = _weigh(block.entries, blocks, settings_of(entry, values))
        return _Weight(one.layers, own + one.values)
    return _Weight(1 if entry.activation is None else 2, own)


def _check_bounds(layers: int, values: int, place: Place, shown: Words) -> None:
    if layers > MOST_LAYERS:
        fault = sentence("block.too_many", most=MOST_LAYERS)
        raise ModelFileError(place, fault, sum=(str(shown),), advice=sentence("block.fewer_try"))
    if values > WRITTEN_OUT:
        fault = sentence("block.too_large", most=WRITTEN_OUT)
        raise ModelFileError(place, fault, advice=sentence("block.fewer_try"))
