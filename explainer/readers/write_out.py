"""Blocks and repeats written out: the flat list of layers, with full names and sources.

Names without one are made as torch.fx makes them: conv2d, conv2d_1, relu, relu_1, counted
anew in every block. Inside a block or a repeat a full name begins with the block's:
layer2.0.conv1, repeat.0.relu.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count

from explainer.errors import ModelFileError
from explainer.language import later, sentence
from explainer.layers import LAYERS
from explainer.readers.blocks import settings_of, substitute, times_of
from explainer.readers.bounds import NAME
from explainer.readers.entries import INPUT, REPEAT, Block, Entry
from explainer.readers.expect import expect_name
from explainer.readers.sources import Scope, look_up, references
from explainer.readers.wording import quoted, twice
from explainer.spec import Given, LayerSpec, Place


def write_out(entries: tuple[Entry, ...], blocks: Mapping[str, Block]) -> tuple[LayerSpec, ...]:
    """The layers of a network, in the order of the file."""
    writer = _Writer(blocks)
    writer.write(Scope("", INPUT, "", {}, entries, None))
    return tuple(writer.layers)


def name_entries(entries: tuple[Entry, ...], values: Mapping[str, Given]) -> dict[str, int]:
    """The name of each entry of one list, with its number: as given, or made from the kind."""
    given = [_given_name(entry, values) if entry.name else "" for entry in entries]
    taken = set(given)
    made: dict[str, Iterator[str]] = {}
    order: dict[str, int] = {}
    for number, (entry, written) in enumerate(zip(entries, given, strict=True)):
        names = made.setdefault(entry.kind, _names_from(entry.kind))
        name = written or next(name for name in names if name not in taken)
        if name in order:
            raise _given_twice(name, entries[order[name]].place, entry.place)
        order[name] = number
    return order


def _names_from(kind: str) -> Iterator[str]:
    """relu, relu_1, relu_2 and so on."""
    yield kind
    yield from (f"{kind}_{number}" for number in count(1))


def _given_name(entry: Entry, values: Mapping[str, Given]) -> str:
    assert entry.name is not None
    given = substitute(entry.name, values)
    layer = later("layer.label_unnamed", kind=entry.kind)
    name = expect_name(given, layer=layer)
    if name == INPUT:
        raise ModelFileError(
            given.place,
            sentence("name.input"),
            layer=str(layer),
            advice=sentence("block.other_name_try"),
        )
    return name


def _given_twice(name: str, first: Place, second: Place) -> ModelFileError:
    return ModelFileError(
        second,
        twice("name.twice", quoted(name), first, second),
        advice=sentence("name.twice_try"),
    )


class _Writer:
    """Collects the layers, and remembers which names are complete."""

    def __init__(self, blocks: Mapping[str, Block]) -> None:
        self.blocks = blocks
        self.layers: list[LayerSpec] = []
        self.outputs: dict[str, str] = {}
        self.places: dict[str, Place] = {}

    def write(self, scope: Scope) -> str:
        """Write out one list; the result is the full name of its last layer."""
        scope.order = name_entries(scope.entries, scope.values)
        before = scope.source
        for name, number in scope.order.items():
            scope.position = number
            before = self.entry(scope.entries[number], scope.prefix + name, before, scope)
        return before

    def entry(self, entry: Entry, name: str, before: str, scope: Scope) -> str:
        """Write out one entry, which is a layer or many; the result is its last layer."""
        self.take_name(name, entry.place)
        layer = later(self.label_of(entry.kind), name=quoted(name), kind=entry.kind)
        found = references(entry, scope, layer)
        sources = tuple(look_up(given, scope, self.outputs, layer) for given in found) or (before,)
        if entry.kind == REPEAT:
            last = self.repeat(entry, name, sources[0], scope)
        elif block := self.blocks.get(entry.kind):
            values = settings_of(entry, scope.values)
            inner = Scope(f"{name}.", sources[0], block.kind, values, block.entries, None)
            last = self.write(inner)
        else:
            settings = settings_of(entry, scope.values)
            last = name
            self.layers.append(
                LayerSpec(name, entry.kind, settings, sources, entry.place, scope.block)
            )
            self.name_outputs(name, entry, settings)
        self.outputs[name] = last
        return last

    def name_outputs(self, name: str, entry: Entry, settings: Mapping[str, Given]) -> None:
        """The outputs of a layer behind its first, as `from` names them: `lstm.state`."""
        for beside in LAYERS[entry.kind].names_beside(settings):
            full = f"{name}.{beside}"
            self.take_name(full, entry.place)
            self.outputs[full] = full

    def repeat(self, entry: Entry, name: str, source: str, scope: Scope) -> str:
        """Write out the rounds of a repeat, each taking from the one before."""
        for number in range(times_of(entry, scope.values)):
            full = f"{name}.{number}"
            self.take_name(full, entry.place)
            inner = Scope(f"{full}.", source, scope.block, scope.values, entry.layers, scope)
            source = self.write(inner)
            self.outputs[full] = source
        return source

    def label_of(self, kind: str) -> str:
        """The key of the label that an entry of this kind has in an error."""
        return "layer.label" if kind in LAYERS else "layer.label_of_block"

    def take_name(self, name: str, place: Place) -> None:
        """Refuse a full name that is taken already, or that is too long."""
        if name in self.places:
            raise _given_twice(name, self.places[name], place)
        if len(name) > NAME:
            raise ModelFileError(
                place, sentence("name.too_long", most=str(NAME), name=quoted(name))
            )
        self.places[name] = place
