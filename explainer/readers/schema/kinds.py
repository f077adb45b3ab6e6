"""What may stand behind a kind of layer: its settings by name, its first setting, or nothing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from explainer.language import translated
from explainer.layers import Layer
from explainer.layers.settings import REQUIRED, Setting
from explainer.readers.schema.definitions import Definitions, Schema, reference


def kind_schema(layer: Layer, definitions: Definitions) -> Schema:
    """The schema of what stands behind `kind:`."""
    forms = [_settings_schema(layer, definitions)]
    if layer.many:
        forms.append(reference("branches"))
    elif first := _bare_schema(layer):
        forms.append(definitions.refer(first))
    if may_stand_alone(layer):
        forms.append({"type": "null"})
    head = {"title": layer.kind, "description": f"{translated(layer.about)} {layer.reference}"}
    return head | (forms[0] if len(forms) == 1 else {"anyOf": forms})


def may_stand_alone(layer: Layer) -> bool:
    """Whether the kind alone is a layer: `- relu`."""
    return not layer.many and not _required(layer)


def _required(layer: Layer) -> list[Setting]:
    return [setting for setting in layer.settings if setting.default is REQUIRED]


def _settings_schema(layer: Layer, definitions: Definitions) -> Schema:
    """The settings by name."""
    properties = {"name": reference("name")}
    properties["from"] = reference("branches" if layer.many else "from")
    properties |= {"counted": reference("counted"), "shares": reference("shares")}
    rules: list[Schema] = [{"required": ["from"]}] if layer.many else []
    for setting in layer.settings:
        names = (setting.name, *setting.aliases)
        properties |= {name: _setting_schema(setting, name, definitions) for name in names}
        rules += _rules(setting, names)
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"allOf": rules} if rules else {})


def _setting_schema(setting: Setting, name: str, definitions: Definitions) -> Schema:
    if name != setting.name:
        return {"description": f"{setting.name}, as Keras calls it."} | definitions.refer(
            setting.type.schema()
        )
    default = _default(setting.default)
    head = {"description": translated(setting.about)} | (
        {} if default is REQUIRED else {"default": default}
    )
    return head | definitions.refer(setting.type.schema())


def _default(default: Any) -> Any:
    """The default as JSON; REQUIRED where there is none to show."""
    if callable(default):
        return REQUIRED
    if isinstance(default, tuple):
        parts = [_default(part) for part in default]
        return parts[0] if len(set(parts)) == 1 else parts
    return float(default) if isinstance(default, Fraction) else default


def _rules(setting: Setting, names: tuple[str, ...]) -> list[Schema]:
    """A setting is given at most once, and a required one at least once."""
    once: list[Schema] = [{"required": [name]} for name in names]
    if setting.default is REQUIRED:
        return [once[0] if len(once) == 1 else {"oneOf": once}]
    return [{"not": {"required": list(names)}}] if len(names) > 1 else []


def _bare_schema(layer: Layer) -> Schema | None:
    """What may stand in place of the settings: the first of them, if no other is needed."""
    if not layer.settings or set(_required(layer)) - {layer.settings[0]}:
        return None
    first = layer.settings[0].type.schema()
    forms = first.get("anyOf", [first])
    kept = [form for form in forms if form.get("type") not in ("object", "null")]
    return kept[0] if len(kept) == 1 else {"anyOf": kept}
