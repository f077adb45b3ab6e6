"""The layers of a Sequential or functional model, and of the models in it, one behind the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush
from typing import Any

from explainer.language import sentence
from explainer.readers.from_keras.configuration import (
    INPUT_LAYER,
    Configuration,
    KerasLayer,
    KerasModel,
    Source,
)
from explainer.readers.from_keras.layer import entries_of, learns


@dataclass
class Layers:
    """Collects the layers, each as an entry of a model file.

    said: for errors. inputs: the sizes of each input, by name. frozen: the names of layers that
    have parameters and don't learn.
    """

    said: Configuration
    inputs: dict[str, Any] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)
    frozen: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Call:
    """A layer as it is called once. name, owner: in full; owner: the first call, if another."""

    layer: KerasLayer
    number: int
    name: str
    owner: str


def mapping_of(model: Mapping[str, Any], file: str) -> tuple[dict[str, Any], list[str]]:
    """What a model file would hold, and which layers are frozen.

    Raises ModelFileError where a layer is none of our kinds.
    """
    said = Configuration(file)
    whole, layers = said.model(model), Layers(said)
    ends = _model(layers, whole, "", "", ())
    if not layers.inputs:
        raise said.refuse(sentence("keras.no_input"))
    sizes = dict(layers.inputs)
    given: dict[str, Any] = {"inputs": sizes}
    if len(sizes) == 1:
        (alone,) = sizes
        given = {"input": sizes[alone]}
        _rename(layers.entries, alone)
    found = {"name": whole.name, **given, "layout": "channels_last", "layers": layers.entries}
    last = next(iter(layers.entries[-1].values()))["name"] if layers.entries else ""
    outputs = {} if list(ends) == [last] else {"outputs": list(ends)}
    return found | outputs, layers.frozen


def _rename(entries: Sequence[dict[str, Any]], alone: str) -> None:
    """The only input is `input`, whatever Keras calls it."""
    for entry in entries:
        for settings in entry.values():
            taken = settings["from"]
            if isinstance(taken, list):
                settings["from"] = ["input" if each == alone else each for each in taken]
            elif taken == alone:
                settings["from"] = "input"


def _model(
    layers: Layers, model: KerasModel, prefix: str, owner: str, taken: Sequence[str]
) -> Sequence[str]:
    """Write out one model; taken: what its inputs are, none for the whole network.

    prefix: with which the names of its layers begin; owner: with which they began when it was
    called first, where it is called again.
    """
    if model.functional:
        return _functional(layers, model, prefix, owner, taken)
    return _sequential(layers, model, prefix, owner, taken)


def _sequential(
    layers: Layers, model: KerasModel, prefix: str, owner: str, taken: Sequence[str]
) -> Sequence[str]:
    before: Sequence[str] = tuple(taken)
    for each in model.layers:
        name = prefix + each.name
        if not before and (shape := each.shape or model.shape):
            layers.inputs[name] = _sizes(layers, shape, each.config, name)
            before = (name,)
        if each.class_name != INPUT_LAYER:
            shared = owner + each.name if owner else ""
            before = _layer(layers, Call(each, 0, name, shared), before)
    return before


def _functional(
    layers: Layers, model: KerasModel, prefix: str, owner: str, taken: Sequence[str]
) -> Sequence[str]:
    made: dict[tuple[str, int], Sequence[str]] = {}
    for (name, number, _), source in zip(model.takes, taken, strict=False):
        made[name, number] = (source,)
    for each in model.layers:
        if each.class_name == INPUT_LAYER and not taken:
            name = prefix + each.name
            layers.inputs[name] = _sizes(layers, each.shape, each.config, name)
            made[each.name, 0] = (name,)
    for call in _in_order(layers, model, prefix, owner):
        sources = call.layer.calls[call.number]
        given = [_given(layers, made, source, call.name) for source in sources]
        made[call.layer.name, call.number] = _layer(layers, call, given)
    return [_given(layers, made, source, prefix.rstrip(".")) for source in model.gives]


def _in_order(layers: Layers, model: KerasModel, prefix: str, owner: str) -> Iterator[Call]:
    """Every call behind those that it takes from, else as the file has them."""
    calls: list[Call] = []
    places: dict[tuple[str, int], int] = {}
    for each in model.layers:
        if each.class_name == INPUT_LAYER:
            continue
        for number in range(len(each.calls)):
            name = f"{prefix}{each.name}" + (f"_{number}" if number else "")
            first = f"{owner or prefix}{each.name}" if owner or number else ""
            if places.setdefault((each.name, number), len(calls)) != len(calls):
                raise layers.said.refuse(sentence("keras.twice", name=name), name)
            calls.append(Call(each, number, name, first))
    needs = {
        place: {places[s[:2]] for s in call.layer.calls[call.number] if s[:2] in places}
        for place, call in enumerate(calls)
    }
    sorter = TopologicalSorter(needs)
    try:
        sorter.prepare()
    except CycleError as error:
        name = calls[error.args[1][0]].name
        raise layers.said.refuse(sentence("keras.circle"), name) from error
    ready: list[int] = []
    while sorter.is_active():
        for place in sorter.get_ready():
            heappush(ready, place)
        place = heappop(ready)
        sorter.done(place)
        yield calls[place]


def _given(
    layers: Layers, made: Mapping[tuple[str, int], Sequence[str]], source: Source, at: str
) -> str:
    """What a source stands for."""
    name, call, place = source
    found = made.get((name, call), ())
    if place >= len(found):
        raise layers.said.refuse(sentence("keras.no_source", name=name), at)
    return found[place]


def _layer(layers: Layers, call: Call, taken: Sequence[str]) -> Sequence[str]:
    """A layer, or a model that stands as one."""
    if call.layer.model:
        owner = f"{call.owner}." if call.owner else ""
        return _model(layers, call.layer.model, f"{call.name}.", owner, taken)
    entries = entries_of(layers.said, call.layer, call.name, taken)
    for entry in entries:
        ((kind, settings),) = entry.items()
        if not learns(kind, settings):
            continue
        if call.owner:
            settings["shares"] = call.owner + settings["name"].removeprefix(call.name)
        elif call.layer.config.get("trainable") is False:
            layers.frozen.append(settings["name"])
    layers.entries += entries
    return (next(iter(entries[-1].values()))["name"],) if entries else tuple(taken)


def _sizes(layers: Layers, shape: Sequence[Any], config: Mapping[str, Any], name: str) -> Any:
    """The sizes behind the batch, which Keras may leave open."""
    sizes = list(shape)[1:]
    if not sizes or None in sizes:
        written = "×".join("?" if size is None else str(size) for size in sizes) or "?"
        fault = sentence("keras.open", name=name, sizes=written)
        raise layers.said.refuse(fault, name, sentence("keras.open_try"))
    if len(sizes) == 1:
        whole = "int" in str(config.get("dtype", ""))
        return {"tokens": sizes[0]} if whole else sizes[0]
    return sizes
