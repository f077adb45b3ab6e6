"""Blocks and repeats written out: the flat list of layers, with full names and sources.

Names without one are made as torch.fx makes them: conv2d, conv2d_1, relu, relu_1, counted
anew in every block. Inside a block or a repeat a full name begins with the block's:
layer2.0.conv1, repeat.0.relu.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from explainer.errors import ModelFileError
from explainer.language import Words, later, sentence
from explainer.layers import LAYERS
from explainer.layers.setting_types import Flag, Reading
from explainer.readers.activation import read_activation
from explainer.readers.blocks import settings_of, substitute, times_of
from explainer.readers.bounds import NAME
from explainer.readers.entries import INPUT, REPEAT, Block, Entry
from explainer.readers.expect import expect_name, expect_text
from explainer.readers.sources import Scope, look_up, references
from explainer.readers.wording import quoted, twice
from explainer.spec import Given, LayerSpec, Place


@dataclass(frozen=True)
class WrittenOut:
    """The layers of a network, in the order of the file.

    called: the layer that gives the output, by the full name of every layer, block and repeat.
    """

    layers: tuple[LayerSpec, ...]
    called: Mapping[str, str]


def write_out(
    entries: tuple[Entry, ...], blocks: Mapping[str, Block], inputs: Mapping[str, Place]
) -> WrittenOut:
    """The network as a flat list; inputs: the names of several inputs, with where they stand."""
    writer = _Writer(blocks)
    for name, place in inputs.items():
        writer.take_name(name, place)
        writer.outputs[name] = name
    writer.write(Scope("", INPUT, "", {}, entries, None, tuple(inputs)))
    return WrittenOut(tuple(writer.layers), writer.outputs)


def name_entries(
    entries: tuple[Entry, ...], values: Mapping[str, Given], inputs: Sequence[str] = ()
) -> dict[str, int]:
    """The name of each entry of one list, with its number: as given, or made from the kind.

    inputs: names that none may be made to have.
    """
    given = [_given_name(entry, values) if entry.name else "" for entry in entries]
    taken = {*given, *inputs}
    made: dict[str, Iterator[str]] = {}
    order: dict[str, int] = {}
    for number, (entry, written) in enumerate(zip(entries, given, strict=True)):
        names = made.setdefault(entry.stem, _names_from(entry.stem))
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
        self.activated: dict[str, str] = {}  # by the layer behind it, whose `activation` that is
        self.places: dict[str, Place] = {}

    def write(self, scope: Scope) -> str:
        """Write out one list; the result is the full name of its last layer."""
        scope.order = name_entries(scope.entries, scope.values, scope.inputs)
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
            said = (self.counted(entry, scope, layer), self.shares(entry, scope, layer))
            self.layers.append(
                LayerSpec(
                    name,
                    entry.kind,
                    settings,
                    sources,
                    entry.place,
                    scope.block,
                    *said,
                    entry.or_kinds,
                )
            )
            self.name_outputs(name, entry, settings)
            if entry.activation:
                last = self.activation(substitute(entry.activation, scope.values), name, layer)
        self.outputs[name] = last
        return last

    def name_outputs(self, name: str, entry: Entry, settings: Mapping[str, Given]) -> None:
        """The outputs of a layer behind its first, as `from` names them: `lstm.state`."""
        for beside in LAYERS[entry.kind].names_beside(settings):
            full = f"{name}.{beside}"
            self.take_name(full, entry.place)
            self.outputs[full] = full

    def counted(self, entry: Entry, scope: Scope, layer: Words) -> bool | None:
        """What the file says of counting its output, if anything."""
        if entry.counted is None:
            return None
        given = substitute(entry.counted, scope.values)
        return Flag().read(Reading(given, "counted", layer))

    def shares(self, entry: Entry, scope: Scope, layer: Words) -> tuple[str, Place] | None:
        """The layer whose parameters it uses, if the file names one."""
        if entry.shares is None:
            return None
        given = substitute(entry.shares, scope.values)
        expect_text(given, "shares", later("shares.name_try"), layer)
        found = look_up(given, scope, self.outputs, layer)
        return self.activated.get(found, found), given.place

    def activation(self, given: Given, name: str, label: Words) -> str:
        """Write out the layer behind one; the result is the last of the two."""
        found = read_activation(given, label)
        if found is None:
            return name
        kind, settings = found
        full = f"{name}_{kind}"
        self.take_name(full, given.place)
        self.layers.append(
            LayerSpec(full, kind, settings, (name,), given.place, self.layers[-1].block)
        )
        self.outputs[full] = full
        self.activated[full] = name
        return full

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
