"""What may stand behind a kind of layer: its settings by name, its first setting, or nothing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from explainer.language import translated
from explainer.layers import Layer
from explainer.layers.declared import DECLARED
from explainer.layers.libraries import ClassName, Library
from explainer.layers.settings import REQUIRED, Setting
from explainer.readers.activation import ACTIVATION, may_be_activated
from explainer.readers.schema.definitions import Definitions, Schema, reference

OURS = ClassName("", Library.NONE)
OF_THE_INPUT: Schema = {
    "description": "The number of channels, or features, that come in; the input says it, and it "
    "is checked."
}


def kind_schema(layer: Layer, definitions: Definitions, written_as: ClassName = OURS) -> Schema:
    """The schema of what stands behind `kind:`.

    written_as: the class of another library that stands in place of the kind.
    """
    forms = [_settings_schema(layer, definitions, written_as)]
    if layer.many:
        forms.append(reference("branches"))
    elif first := _bare_schema(layer, written_as):
        forms.append(definitions.refer(first))
    if names := layer.in_a_row(written_as):
        forms.append(_row_schema(layer, definitions, written_as, names))
    if may_stand_alone(layer, written_as):
        forms.append({"type": "null"})
    head = {"title": layer.kind, "description": f"{translated(layer.about)} {layer.reference}"}
    return head | (forms[0] if len(forms) == 1 else {"anyOf": forms})


def _row_schema(
    layer: Layer, definitions: Definitions, written_as: ClassName, names: tuple[str, ...]
) -> Schema:
    """The settings one after the other, up to the last that is needed or further."""
    types = {setting.name: setting.type for setting in layer.settings}
    values = [definitions.refer(types.get(name, DECLARED).schema()) for name in names]
    needed = [names.index(name) + 1 for name in _required(layer, written_as)]
    return {
        "type": "array",
        "prefixItems": values,
        "minItems": max(needed, default=1),
        "maxItems": len(names),
    }


def may_stand_alone(layer: Layer, written_as: ClassName = OURS) -> bool:
    """Whether the kind alone is a layer: `- relu`."""
    return not layer.many and not _required(layer, written_as)


def _required(layer: Layer, written_as: ClassName) -> set[str]:
    needed = {setting.name for setting in layer.settings if setting.default is REQUIRED}
    return needed - set(written_as.defaults)


def _settings_schema(layer: Layer, definitions: Definitions, written_as: ClassName) -> Schema:
    """The settings by name."""
    properties = {"name": reference("name")}
    properties["from"] = reference("branches" if layer.many else "from")
    properties |= {"counted": reference("counted"), "shares": reference("shares")}
    rules: list[Schema] = [{"required": ["from"]}] if layer.many else []
    if layer.declares:
        properties[layer.declares] = OF_THE_INPUT | definitions.refer(DECLARED.schema())
    if may_be_activated(layer.kind):
        properties[ACTIVATION] = reference("activation" + definitions.suffix)
    elsewhere = {ours: theirs for theirs, ours in written_as.settings.items()}
    needed = _required(layer, written_as)
    for setting in layer.settings:
        if setting.name in written_as.settings:  # its name means another one there
            continue
        also = (elsewhere[setting.name],) if setting.name in elsewhere else ()
        names = (setting.name, *setting.aliases, *also)
        properties |= {name: _setting_schema(setting, name, definitions) for name in names}
        rules += _rules(names, needed=setting.name in needed)
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


def _rules(names: tuple[str, ...], *, needed: bool) -> list[Schema]:
    """A setting is given at most once, and a required one at least once."""
    once: list[Schema] = [{"required": [name]} for name in names]
    if needed:
        return [once[0] if len(once) == 1 else {"oneOf": once}]
    return [{"not": {"required": list(names)}}] if len(names) > 1 else []


def _bare_schema(layer: Layer, written_as: ClassName) -> Schema | None:
    """What may stand in place of the settings, if no other is needed; see `Layer.bare`."""
    bare = written_as.bare or layer.bare
    if not bare or _required(layer, written_as) - {bare}:
        return None
    types = {setting.name: setting.type for setting in layer.settings}
    first = types.get(bare, DECLARED).schema()
    forms = first.get("anyOf", [first])
    kept = [form for form in forms if form.get("type") not in ("object", "null")]
    return kept[0] if len(kept) == 1 else {"anyOf": kept}
