"""The settings of one layer, from the file's words to their values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer import errors
from explainer.errors import ModelFileError
from explainer.layers.layer import Layer
from explainer.layers.settings import REQUIRED
from explainer.spec import LayerSpec


def read_settings(spec: LayerSpec, layer: Layer, label: str) -> dict[str, Any]:
    """The settings' values, defaults filled in; unknown and missing ones are refused."""
    known = {
        alias: setting for setting in layer.settings for alias in (setting.name, *setting.aliases)
    }
    given: dict[str, Any] = {}
    for written, value in spec.settings.items():
        setting = known.get(written)
        if setting is None:
            raise ModelFileError(
                value.place,
                f'{spec.kind} has no setting called "{written}".',
                layer=label,
                advice=nearest(written, known, "It has no settings."),
            )
        if setting.name in given:
            raise ModelFileError(
                value.place,
                f'{setting.name} is given twice, once as "{written}".',
                layer=label,
                advice="Keep one of the two.",
            )
        given[setting.name] = value
    settings: dict[str, Any] = {}
    for setting in layer.settings:
        if setting.name not in given and setting.default is REQUIRED:
            raise ModelFileError(
                spec.place,
                f"{spec.kind} needs the setting {setting.name}, and it is missing.",
                layer=label,
                advice=f"Write it as {spec.kind}: {{{setting.name}: …}}.",
            )
        settings[setting.name] = setting.value(given.get(setting.name), label, settings)
    return settings


def nearest(written: str, known: Mapping[str, Any], none: str) -> str:
    """A sentence that offers the nearest name, or lists them all."""
    if close := errors.nearest(written, known):
        return f'Did you mean "{close}"?'
    return f"Known are: {', '.join(known)}." if known else none
