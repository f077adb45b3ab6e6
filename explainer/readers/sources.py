"""Where a layer takes its input from: the names in `from`, looked up scope by scope.

A scope is one list of layers as it is written out: the network's, a block's, one round of a
repeat. `input` is what came into the scope. A round of a repeat also sees the names around
it; a block sees its own only. `layer2.0.main` is a layer inside a block, seen from outside;
the name of a block or a repeat means its last layer. `lstm.state` is an output of the layer
`lstm` behind its first one, which the layer's own name means.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from explainer.errors import ModelFileError
from explainer.language import Words, later, sentence
from explainer.layers import LAYERS
from explainer.readers.blocks import substitute
from explainer.readers.entries import INPUT, Entry
from explainer.readers.expect import expect_text, refuse
from explainer.readers.wording import quoted, shortened, suggestion
from explainer.spec import Given

SHOWN = 8  # layers of a circle in a message


@dataclass(slots=True)
class Scope:
    """One list of layers while it is written out.

    prefix: what its full names begin with, such as `layer2.0.`; empty for the network.
    source: the full name of what `input` means here.
    block: the kind of the innermost block; values: that block's arguments.
    outer: the scope whose names are also seen; None for the network and for a block.
    inputs: the names of the network's inputs, where it has several; none in a block.
    order: the names given here, with the number of the entry; position: the entry at work.
    """

    prefix: str
    source: str
    block: str
    values: Mapping[str, Given]
    entries: tuple[Entry, ...]
    outer: Scope | None
    inputs: tuple[str, ...] = ()
    order: dict[str, int] = field(default_factory=dict)
    position: int = 0

    def seen(self) -> Iterator[Scope]:
        """This scope and those whose names it sees, from the inside out."""
        scope: Scope | None = self
        while scope:
            yield scope
            scope = scope.outer


def references(entry: Entry, scope: Scope, layer: Words) -> tuple[Given, ...]:
    """The names in `from`, as many as the kind takes; none where it doesn't say."""
    given = substitute(entry.source, scope.values) if entry.source else None
    names = () if given is None else given.value if isinstance(given.value, tuple) else (given,)
    for name in names:
        expect_text(name, "from", later("source.name_try"), layer)
    if entry.kind in LAYERS and LAYERS[entry.kind].many:
        if len(names) < 2:
            refuse(
                given or Given(None, entry.place),
                sentence("source.one" if names else "source.none", kind=entry.kind),
                sentence("source.too_few_try", written=f"{entry.kind}: [main, shortcut]"),
                layer,
            )
    elif given is not None and len(names) != 1:
        refuse(
            given,
            sentence("source.one_only", kind=entry.kind, count=str(len(names))),
            sentence("source.one_only_try"),
            layer,
        )
    return names


def look_up(given: Given, scope: Scope, outputs: Mapping[str, str], layer: Words) -> str:
    """The full name of the layer that a name in `from` means.

    outputs: the layer that gives the output, by the full name of every layer, block,
    repeat and round that is complete.
    """
    name = given.text
    if name == INPUT:
        return scope.source
    for place in scope.seen():
        if found := outputs.get(place.prefix + name):
            return found
        later = _entry_named(name, place)
        if later is not None and later >= place.position:
            _refuse_later(given, place, later, layer)
    inside = sentence("source.block_only") if scope.block else ""
    refuse(
        given,
        sentence("source.no_layer", name=quoted(name)),
        suggestion(name, dict.fromkeys(_visible(scope, outputs, "." in name)), inside),
        layer,
    )


def _entry_named(name: str, scope: Scope) -> int | None:
    """The number of the entry that has this name, or that has it inside."""
    while name not in scope.order:
        name, dot, _ = name.rpartition(".")
        if not dot:
            return None
    return scope.order[name]


def _visible(scope: Scope, outputs: Mapping[str, str], inner: bool) -> Iterator[str]:
    """Every name that could have been meant."""
    yield INPUT
    for place in scope.seen():
        yield from place.inputs
        yield from (name for name, number in place.order.items() if number < place.position)
        if inner:
            start = len(place.prefix)
            yield from (full[start:] for full in outputs if full.startswith(place.prefix))


def _refuse_later(given: Given, scope: Scope, later: int, layer: Words) -> NoReturn:
    circle = _circle(scope, later)
    if not circle:
        line = scope.entries[later].place.line
        fault = sentence("source.later", name=quoted(given.text))
        if line:
            fault = sentence("source.later_in_line", name=quoted(given.text), line=str(line))
        raise ModelFileError(
            given.place, fault, layer=str(layer), advice=sentence("source.later_try")
        )
    fault = sentence("source.circle")
    if later == scope.position:
        fault = sentence("source.itself")
    shown = circle if len(circle) <= SHOWN else [*circle[:4], "…", *circle[-3:]]
    raise ModelFileError(
        given.place,
        fault,
        layer=str(layer),
        sum=(" → ".join(map(shortened, shown)),),
        advice=sentence("source.above_try"),
    )


def _circle(scope: Scope, later: int) -> list[str]:
    """The names from the entry at work to the later one and back; empty if there is no way."""
    names = list(scope.order)
    reached_from: dict[int, int] = {later: later}
    waiting = deque([later])
    while waiting and scope.position not in reached_from:
        number = waiting.popleft()
        for source in _sources(scope, number):
            if source not in reached_from:
                reached_from[source] = number
                waiting.append(source)
    if scope.position not in reached_from:
        return []
    way = [scope.position]
    while way[-1] != later:
        way.append(reached_from[way[-1]])
    return [names[number] for number in (*way, scope.position)]


def _sources(scope: Scope, number: int) -> list[int]:
    """The numbers of the entries that one entry takes from."""
    entry = scope.entries[number]
    if not entry.source:
        return [number - 1] if number else []
    names = [name.text for name in references(entry, scope, "")]
    found = [_entry_named(name, scope) for name in names if name != INPUT]
    return [source for source in found if source is not None]
