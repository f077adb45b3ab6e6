"""What stands in a list of layers: a layer, the use of a block, or a repeat.

    - relu
    - max_pool2d: 2                                      a bare value is the first setting
    - nn.MaxPool2d: 2                                    a kind by the name of another library
    - nn.Conv2d: [1, 32, 3]                              arguments in a row, as in code
    - linear: {out_features: 10, activation: relu}       a layer, and one behind it
    - conv2d: {out_channels: 64, name: conv1}
    - residual: {channels: 128, name: layer2.0}          a block, with its arguments
    - repeat: {times: 3, layers: [...]}

An Entry is one of these as it is written, once; `write_out.py` makes layers of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from explainer.language import later, sentence
from explainer.layers import LAYERS
from explainer.layers.meant import advice_for_kind
from explainer.readers.activation import (
    ACTIVATION,
    LAYERS_OF_KERAS,
    may_be_activated,
    read_activation,
)
from explainer.readers.calls import as_in_a_file
from explainer.readers.expect import (
    described,
    expect_keys,
    expect_list,
    expect_mapping,
    expect_name,
    refuse,
)
from explainer.readers.spelled import (
    bare_of,
    difference,
    in_a_row,
    in_our_words,
    is_open,
    kinds_meant,
    stem_of,
    with_its_defaults,
)
from explainer.readers.wording import listed, quoted, suggestion
from explainer.spec import Given, Place

REPEAT = "repeat"
INPUT = "input"
# What a layer of any kind may say beside its settings, and no block or repeat.
OF_LAYERS = ("counted", "shares")
ARGUMENT = re.compile(r"\$([^\W\d][\w-]*)")
ARGUMENT_NAME = re.compile(r"[^\W\d][\w-]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list of layers.

    kind: a kind in LAYERS, the name of a block, or `repeat`.
    name, source, counted, shares: what stands as `name`, `from`, `counted` and `shares`, if
        anything does.
    settings: everything else; for a block its arguments, for a repeat its `times`.
    layers: what a repeat repeats.
    activation: what stands as `activation`, if anything does: a layer behind it.
    or_kinds: other kinds that its name may mean, where the axes of its input decide.
    size: how many values it holds. open: whether there is a `$argument` among them.
    """

    kind: str
    place: Place
    name: Given | None
    source: Given | None
    settings: Mapping[str, Given]
    layers: tuple[Entry, ...] = ()
    size: int = 1
    open: bool = False
    counted: Given | None = None
    shares: Given | None = None
    or_kinds: tuple[str, ...] = ()
    activation: Given | None = None

    @property
    def stem(self) -> str:
        """What it is called where it has no name."""
        return stem_of((self.kind, *self.or_kinds))


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the network that is used by name."""

    kind: str
    arguments: tuple[str, ...]
    entries: tuple[Entry, ...]


def argument_in(given: Given) -> str:
    """The name of the argument that `$name` stands for; empty for any other value."""
    value = given.value
    if isinstance(value, str) and value.startswith("$") and (found := ARGUMENT.fullmatch(value)):
        return found[1]
    return ""


def parts(given: Given) -> Iterator[Given]:
    """A value and all that lies in it."""
    yield given
    if isinstance(given.value, tuple):
        for part in given.value:
            yield from parts(part)
    elif isinstance(given.value, Mapping):
        for part in given.value.values():
            yield from parts(part)


def read_blocks(given: Given) -> dict[str, Block]:
    """The blocks of a file, by name."""
    mapping = expect_mapping(given, "blocks", later("block.blocks_try"))
    arguments = {kind: _read_arguments(kind, block) for kind, block in mapping.items()}
    return {
        kind: Block(kind, arguments[kind], Lists(arguments, kind).read(_block_layers(kind, block)))
        for kind, block in mapping.items()
    }


def _read_arguments(kind: str, given: Given) -> tuple[str, ...]:
    expect_name(Given(kind, given.place, kind), later("block.name"))
    if kinds_meant(kind) or kind in (REPEAT, INPUT, *LAYERS_OF_KERAS):
        fault = sentence("block.name_taken", name=quoted(kind))
        refuse(given, fault, sentence("block.other_name_try"))
    block = expect_mapping(
        given, later("block.called", name=quoted(kind)), later("block.layers_try")
    )
    expect_keys(block, ("arguments", "layers"), later("block.called_within", name=quoted(kind)))
    if "arguments" not in block or block["arguments"].value in ((), None):
        return ()
    names: list[str] = []
    for argument in expect_list(block["arguments"], "arguments"):
        names.append(_read_argument(argument, names))
    return tuple(names)


def _read_argument(given: Given, earlier: list[str]) -> str:
    name = expect_name(given, later("argument.noun")).removeprefix("$")
    if not ARGUMENT_NAME.fullmatch(name):
        fault = sentence("argument.name", name=quoted(name))
        refuse(given, fault, sentence("argument.name_try"))
    if name in ("name", "from"):
        fault = sentence("argument.reserved", name=quoted(name))
        refuse(given, fault, sentence("block.other_name_try"))
    if name in earlier:
        refuse(given, sentence("argument.twice", argument=quoted(name)), sentence("hint.keep_one"))
    return name


def _block_layers(kind: str, given: Given) -> Given:
    block = expect_mapping(given, later("block.called", name=quoted(kind)))
    if "layers" not in block:
        refuse(given, sentence("block.no_layers", name=quoted(kind)), sentence("block.layers_try"))
    return block["layers"]


def _advice_for_kind(kind: str, known: tuple[str, ...]) -> str:
    if " - " in kind:
        return sentence("entry.hyphens_try")
    if differs := difference(kind):
        return differs
    if called := as_in_a_file(kind):
        return sentence("hint.write_so", written=called)
    kinds = advice_for_kind(kind, LAYERS) if kind.casefold() not in known else ""
    return kinds or suggestion(kind, known, sentence("entry.kinds_try"))


def _by_place(
    kind: str, given: Given, values: tuple[Given, ...], names: tuple[str, ...]
) -> dict[str, Given]:
    """The settings that the values of a list are."""
    if len(values) > len(names):
        fault = sentence("setting.row", kind=kind, most=str(len(names)), count=str(len(values)))
        refuse(given, fault, sentence("setting.row_try", names=", ".join(names)))
    return dict(zip(names, values, strict=False))


class Lists:
    """Reads lists of layers, of the network itself or of one block.

    arguments: the arguments of every block in the file, by the block's name.
    block: the block whose layers are read; empty for the network itself.
    """

    def __init__(self, arguments: Mapping[str, tuple[str, ...]], block: str = "") -> None:
        self.arguments, self.block = arguments, block

    def read(self, given: Given) -> tuple[Entry, ...]:
        """The entries of one list."""
        advice = later("entry.list_try")
        return tuple(self.entry(part) for part in expect_list(given, "layers", advice))

    def entry(self, given: Given) -> Entry:
        """One entry: a bare kind, or one key with its settings."""
        if isinstance(given.value, str):
            kind, settings = given.value, Given(None, given.place)
        elif isinstance(given.value, Mapping) and len(given.value) == 1:
            ((kind, settings),) = given.value.items()
        else:
            self._refuse_entry(given)
        if kind == REPEAT:
            return self.repeat(settings)
        if kind in self.arguments:
            entry = self._build(kind, given.place, self._settings(kind, settings))
            self._check_arguments(entry)
            return entry
        if kind in LAYERS_OF_KERAS:
            return self._activation(given.place, settings)
        if not (kinds := kinds_meant(kind)):
            known = (*LAYERS, *self.arguments, REPEAT)
            fault = sentence("entry.no_kind", kind=quoted(kind))
            refuse(given, fault, _advice_for_kind(kind, known))
        if is_open(kind, settings):
            fault = sentence("setting.row_or_sides", kind=quoted(kind))
            refuse(settings, fault, sentence("setting.row_or_sides_try"))
        found = in_our_words(kind, self._settings(kinds[0], settings, kind))
        found = with_its_defaults(kind, found, given.place)
        return self._build(kinds[0], given.place, found, or_kinds=kinds[1:])

    def _activation(self, place: Place, given: Given) -> Entry:
        """Keras' layer that is told which activation it is: `Activation: relu`."""
        written = dict(given.value) if isinstance(given.value, Mapping) else {ACTIVATION: given}
        common: dict[str, Given] = {k: written.pop(k) for k in ("name", "from") if k in written}
        if tuple(written) != (ACTIVATION,):
            written_so = sentence("hint.write_so", written="Activation: relu")
            refuse(given, sentence("activation.no_word", value=described(given)), written_so)
        found = read_activation(written[ACTIVATION])
        if found is None:
            refuse(given, sentence("activation.nothing"), sentence("activation.nothing_try"))
        kind, settings = found
        return self._build(kind, place, {**common, **settings})

    def repeat(self, given: Given) -> Entry:
        """A part that comes several times, one after the other."""
        advice = later("hint.write_so", written="repeat: {times: 3, layers: [...]}")
        mapping = dict(expect_mapping(given, "repeat", advice))
        expect_keys(mapping, ("times", "layers", "name", "from"), "repeat")
        for key in ("times", "layers"):
            if key not in mapping:
                refuse(given, sentence("value.lacks", what="repeat", key=key), advice)
        layers = self.read(mapping.pop("layers"))
        return self._build(REPEAT, given.place, mapping, layers)

    def _refuse_entry(self, given: Given) -> NoReturn:
        if not isinstance(given.value, Mapping) or not given.value:
            empty = given.value == {}
            shown = sentence("value.empty_mapping") if empty else described(given)
            refuse(given, sentence("entry.no_layer", value=shown), later("entry.layer_try"))
        keys = list(given.value)
        shown = listed([quoted(key) for key in keys[:4]]) + (" …" if len(keys) > 4 else "")
        refuse(
            given,
            sentence("entry.several_keys", count=str(len(keys)), keys=shown),
            sentence("entry.several_keys_try", written=f"{keys[0]}: {{{keys[1]}: …}}"),
        )

    def _settings(self, kind: str, given: Given, written: str = "") -> dict[str, Given]:
        """The settings by name; a bare value is the first.

        written: the kind as it stands in the file; empty for a block.
        """
        if given.value is None:
            return {}
        if isinstance(given.value, Mapping):
            return dict(given.value)
        row = in_a_row(written) if written else ()
        if isinstance(given.value, tuple) and given.value and row:
            return _by_place(kind, given, given.value, row)
        first = bare_of(written) if written else next(iter(self.arguments[kind]), "")
        if not first:
            key = "argument.none_taken" if kind in self.arguments else "setting.none_taken"
            refuse(given, sentence(key, kind=kind, value=described(given)))
        return {first: given}

    def _build(
        self,
        kind: str,
        place: Place,
        given: dict[str, Given],
        layers: tuple[Entry, ...] = (),
        or_kinds: tuple[str, ...] = (),
    ) -> Entry:
        size, is_open = 1, False
        for setting in given.values():
            for part in parts(setting):
                size += 1
                if argument := argument_in(part):
                    is_open = True
                    self._check_argument(argument, part)
        name, source = given.pop("name", None), given.pop("from", None)
        counted, shares = (given.pop(k, None) if kind in LAYERS else None for k in OF_LAYERS)
        activation = given.pop(ACTIVATION, None) if may_be_activated(kind) else None
        said = (counted, shares, or_kinds, activation)
        return Entry(kind, place, name, source, given, layers, size, is_open, *said)

    def _check_argument(self, argument: str, given: Given) -> None:
        """Refuse `$x` where no argument x was declared."""
        if not self.block:
            refuse(
                given,
                sentence("argument.outside", argument=quoted("$" + argument)),
                sentence("argument.outside_try"),
            )
        known = self.arguments[self.block]
        if argument not in known:
            refuse(
                given,
                sentence("argument.unknown", block=quoted(self.block), argument=quoted(argument)),
                suggestion(argument, known) or sentence("argument.unknown_try"),
            )

    def _check_arguments(self, entry: Entry) -> None:
        """Refuse the use of a block with other arguments than it declares."""
        known = self.arguments[entry.kind]
        for argument, given in entry.settings.items():
            if argument not in known:
                fault = sentence(
                    "argument.unknown", block=quoted(entry.kind), argument=quoted(argument)
                )
                refuse(given, fault, suggestion(argument, known))
        missing = [quoted(argument) for argument in known if argument not in entry.settings]
        if missing:
            key = "argument.missing_one" if len(missing) == 1 else "argument.missing_some"
            written = f"{entry.kind}: {{{', '.join(f'{a}: …' for a in known)}}}"
            refuse(
                Given(None, entry.place),
                sentence(key, block=quoted(entry.kind), arguments=listed(missing)),
                sentence("hint.write_so", written=written),
            )
