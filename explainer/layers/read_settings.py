"""The settings of one layer, from the file's words to their values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer import errors
from explainer.errors import ModelFileError
from explainer.language import Words, sentence
from explainer.layers.layer import Layer
from explainer.layers.settings import REQUIRED
from explainer.spec import LayerSpec


def read_settings(spec: LayerSpec, layer: Layer, label: Words) -> dict[str, Any]:
    """The settings' values, defaults filled in; unknown and missing ones are refused.

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
                advice=nearest(written, _names(layer, known), sentence("setting.none")),
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
        settings[setting.name] = setting.value(given.get(setting.name), label, settings)
    return settings


def _names(layer: Layer, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """All that may be written: the settings, and what a file may declare of the input."""
    return {**known, layer.declares: None} if layer.declares else known


def nearest(written: str, known: Mapping[str, Any], none: str) -> str:
    """A sentence that offers the nearest name, or lists them all."""
    if close := errors.nearest(written, known):
        return sentence("hint.meant", name=f'"{close}"')
    return sentence("hint.known_are", names=", ".join(known)) if known else none
