"""The settings of one layer, from the file's words to their values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer import errors
from explainer.errors import ModelFileError
from explainer.language import Words, sentence
from explainer.layers.layer import Layer, Shape
from explainer.layers.meant import advice_for_setting
from explainer.layers.settings import REQUIRED
from explainer.spec import LayerSpec


def read_settings(
    spec: LayerSpec, layer: Layer, label: Words, inputs: tuple[Shape, ...]
) -> dict[str, Any]:
    """The settings' values, defaults filled in; unknown and missing ones are refused.

    inputs: the shapes of what the layer takes.
    What the file declares of the input is none of them; see `declared.py`.
    """
    known = {
        alias: setting for setting in layer.settings for alias in (setting.name, *setting.aliases)
    }
    given: dict[str, Any] = {}
    for written, value in spec.settings.items():
        setting = known.get(written)
        if setting is None and written and written == layer.declares:
            continue
        if setting is None:
            raise ModelFileError(
                value.place,
                sentence("setting.unknown", kind=spec.kind, setting=f'"{written}"'),
                layer=str(label),
                advice=_advice(written, known, layer),
            )
        if setting.name in given:
            raise ModelFileError(
                value.place,
                sentence("setting.twice", setting=setting.name, other=f'"{written}"'),
                layer=str(label),
                advice=sentence("hint.keep_one"),
            )
        given[setting.name] = value
    settings: dict[str, Any] = {}
    for setting in layer.settings:
        if setting.name not in given and setting.default is REQUIRED:
            raise ModelFileError(
                spec.place,
                sentence("setting.missing", kind=spec.kind, setting=setting.name),
                layer=str(label),
                advice=sentence(
                    "setting.missing_try", written=f"{spec.kind}: {{{setting.name}: …}}"
                ),
            )
        settings[setting.name] = setting.value(given.get(setting.name), label, settings, inputs)
    return settings


def _advice(written: str, settings: Mapping[str, Any], layer: Layer) -> str:
    """What to try in place of a setting that the kind hasn't."""
    beside = filter(None, (layer.declares, "name", "from"))
    known = {**settings, **dict.fromkeys(beside)}
    if written.casefold() not in known and (meant := advice_for_setting(written, known)):
        return meant
    return nearest(written, known, settings, sentence("setting.none"))


def nearest(written: str, known: Mapping[str, Any], settings: Mapping[str, Any], none: str) -> str:
    """A sentence that offers the nearest name, or lists the settings."""
    if close := errors.nearest(written, known):
        return sentence("hint.meant", name=f'"{close}"')
    return sentence("hint.known_are", names=", ".join(settings)) if settings else none
