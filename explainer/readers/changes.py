"""`--set NAME.SETTING=VALUE`: what a reader changes in a model, read and put into its spec.

    conv1.kernel_size=11      a setting of the layer of that name, by its own name or Keras'
    input=64x64x3             a key of the file: input, layout, batch, dtype, optimizer, loss
    inputs.left=64x64x3       one of several inputs, by its name

A value is read as in a model file, and `3x5` is the pair [3, 5]. An input is read in the layout
that is set with it, or else in the file's; a layout alone reads the file's input anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from explainer.errors import ModelFileError, UsageError, named, seen
from explainer.language import sentence
from explainer.layers import LAYERS
from explainer.network.layout import reported, with_channels_last
from explainer.readers.inputs import (
    INPUTS,
    are_tokens,
    read_input,
    read_layout,
    read_resized,
    refuse_alone,
)
from explainer.readers.model import SETTABLE, read_circumstances
from explainer.readers.wording import first_of, quoted, suggestion
from explainer.spec import Given, LayerSpec, ModelSpec, Place

HERE = Place("--set")
PAIR = re.compile(r"[0-9]+(?:[x×][0-9]+)+")


@dataclass(frozen=True)
class Change:
    """One value to set. layer: its full name, empty for a key of the file."""

    layer: str
    setting: str
    given: Given

    @property
    def target(self) -> str:
        """What is set, as it was written."""
        return f"{self.layer}.{self.setting}" if self.layer else self.setting


def read_changes(asked: Mapping[str, Any] | Iterable[str]) -> tuple[Change, ...]:
    """The changes of a mapping, or of texts as on the command line; each target once."""
    from explainer.readers.from_mapping import convert_mapping

    if isinstance(asked, str) or not isinstance(asked, Iterable):
        asked = [asked]
    pairs = [_pair(text) for text in asked] if not isinstance(asked, Mapping) else asked.items()
    changes: dict[str, Change] = {}
    for target, value in pairs:
        if not isinstance(target, str) or not target:
            raise UsageError(sentence("set.nothing", written=named(target)), sentence("set.how"))
        given = value if isinstance(value, Given) else convert_mapping(value, HERE.file)
        layer, _, setting = target.rpartition(".")
        if target in changes:
            raise UsageError(sentence("set.twice", target=seen(target)))
        pair = layer and layer != INPUTS
        changes[target] = Change(layer, setting, _as_pair(given) if pair else given)
    return tuple(changes.values())


def _pair(text: str) -> tuple[str, Given]:
    if not isinstance(text, str):
        raise UsageError(sentence("set.nothing", written=named(text)), sentence("set.how"))
    from explainer.readers.from_yaml import parse_yaml

    target, equals, value = text.rpartition("=")
    if not equals or not target.strip() or not value.strip():
        raise UsageError(sentence("set.nothing", written=named(text)), sentence("set.how"))
    try:
        given = parse_yaml(value, HERE.file)
    except ModelFileError as error:
        raise ModelFileError(HERE, error.fault, layer=target, advice=error.advice) from None
    return target.strip(), replace(_placed(given), text=value.strip())


def _placed(given: Given) -> Given:
    """The value, and all that lies in it, at the option."""
    value = given.value
    if isinstance(value, tuple):
        value = tuple(map(_placed, value))
    elif isinstance(value, Mapping):
        value = {key: _placed(part) for key, part in value.items()}
    return replace(given, value=value, place=HERE)


def _as_pair(given: Given) -> Given:
    """`3x5` as [3, 5]; anything else as it is."""
    if not isinstance(given.value, str) or not PAIR.fullmatch(given.value):
        return given
    sizes = re.split("[x×]", given.value)
    return replace(given, value=tuple(Given(int(size), HERE, size) for size in sizes))


def with_changes(spec: ModelSpec, changes: Iterable[Change]) -> ModelSpec:
    """The model with the values set; its claims and questions go, since they are of the other.

    So does what its layers declare of their inputs, but where that is set: it repeats what the
    layers before them gave.
    """
    for change in sorted(changes, key=lambda change: change.target != "layout"):
        spec = _changed(spec, change)
    layers = tuple(map(_undeclared, spec.layers))
    return replace(spec, layers=layers, claims=(), questions=())


def _changed(spec: ModelSpec, change: Change) -> ModelSpec:
    if not change.layer:
        return _in_file(spec, change)
    layers = {layer.name for layer in spec.layers}
    if change.layer == INPUTS and spec.totals is None and INPUTS not in layers:
        return read_resized(spec, change.setting, replace(change.given, place=HERE))
    return _in_layer(spec, replace(change, given=_as_pair(change.given)))


def _undeclared(layer: LayerSpec) -> LayerSpec:
    """The layer without what the file declares of its input."""
    declared = layer.settings.get(LAYERS[layer.kind].declares)
    if declared is None or declared.place == HERE:
        return layer
    kept = {name: given for name, given in layer.settings.items() if given is not declared}
    return replace(layer, settings=kept)


def reported_changes(changes: Iterable[Change], spec: ModelSpec) -> dict[str, Given]:
    """What was set, by target, as reports have it: an input's channels last, and no layout."""
    told = {change.target: change.given for change in changes}
    layout = told.pop("layout", None)
    for each in spec.inputs:
        if layout is not None:
            told[f"{INPUTS}.{each.name}"] = with_channels_last(
                layout, each.shape, tokens=each.tokens
            )
        elif (given := told.get(f"{INPUTS}.{each.name}")) is not None:
            told[f"{INPUTS}.{each.name}"] = reported(given, spec, each)
    if layout is not None and not spec.inputs:
        told["input"] = with_channels_last(layout, spec.input, tokens=spec.tokens)
    elif "input" in told:
        told["input"] = reported(told["input"], spec)
    return told


def _in_file(spec: ModelSpec, change: Change) -> ModelSpec:
    key, given = change.setting, change.given
    if key not in SETTABLE:
        _refuse_key(spec, key)
    if key not in ("input", "layout"):
        return replace(spec, **read_circumstances({key: given}))
    if spec.totals is not None:
        raise ModelFileError(HERE, sentence("set.bare_totals_input"))
    if key == "input" and spec.inputs:
        refuse_alone(replace(given, place=HERE), spec.inputs)
    if key == "input":
        shape = read_input(given, spec.layout)
        return replace(spec, input=shape, tokens=are_tokens(given), written=given)
    layout = read_layout(given)
    if spec.inputs:
        spec = replace(spec, layout=layout)
        for each in spec.inputs:
            spec = read_resized(spec, each.name, each.written) if each.written else spec
        return spec
    shape = read_input(spec.written, layout) if spec.written else spec.input
    return replace(spec, input=shape, layout=layout)


def _refuse_key(spec: ModelSpec, key: str) -> NoReturn:
    if any(each.name == key for each in spec.inputs):
        advice = sentence("inputs.which_try", name=key)
        raise ModelFileError(HERE, sentence("set.not_settable", key=quoted(key)), advice=advice)
    if any(layer.name == key for layer in spec.layers):
        fault = sentence("set.is_layer", name=quoted(key))
        raise ModelFileError(HERE, fault, advice=sentence("set.how"))
    advice = suggestion(key, SETTABLE)
    raise ModelFileError(HERE, sentence("set.not_settable", key=quoted(key)), advice=advice)


def _in_layer(spec: ModelSpec, change: Change) -> ModelSpec:
    for index, layer in enumerate(spec.layers):
        if layer.name == change.layer:
            changed = (*spec.layers[:index], _set(layer, change), *spec.layers[index + 1 :])
            return replace(spec, layers=changed)
    _refuse_layer(spec, change.layer)


def _set(layer: LayerSpec, change: Change) -> LayerSpec:
    """The layer with the setting, whatever name the file wrote it by."""
    names = {change.setting}
    for setting in LAYERS[layer.kind].settings:
        alike = {setting.name, *setting.aliases}
        if change.setting in alike:
            names = alike
    kept = {name: given for name, given in layer.settings.items() if name not in names}
    earlier = [layer.settings[name] for name in names & set(layer.settings)]
    if any(given.place == HERE for given in earlier):
        raise UsageError(sentence("set.twice_other_name", target=change.target))
    return replace(layer, settings=kept | {change.setting: replace(change.given, place=HERE)})


def _refuse_layer(spec: ModelSpec, name: str) -> NoReturn:
    inside = [layer.name for layer in spec.layers if layer.name.startswith(f"{name}.")]
    if inside:
        fault = sentence("set.several_layers", name=quoted(name))
        raise ModelFileError(
            HERE, fault, advice=sentence("set.several_layers_try", names=first_of(inside))
        )
    if not spec.layers:
        raise ModelFileError(HERE, sentence("set.bare_totals"))
    names = [layer.name for layer in spec.layers]
    advice = suggestion(name, names, sentence("hint.layers_are", names=first_of(names)))
    raise ModelFileError(HERE, sentence("set.no_layer", name=quoted(name)), advice=advice)
