"""What a setting takes in words, from what it says in JSON Schema."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from explainer.layers.setting_types import LARGEST
from explainer.layers.settings import REQUIRED, Setting

AXES = {1: "[length]", 2: "[height, width]", 3: "[depth, height, width]"}


def takes(setting: Setting) -> str:
    """`whole number ≥ 1, or [height, width]; default 1`."""
    return f"{schema_words(setting.type.schema())}; {_default_words(setting)}"


def schema_words(schema: dict[str, Any]) -> str:
    """The values that a schema allows."""
    if "anyOf" in schema:
        words = [schema_words(part) for part in schema["anyOf"]]
        return ", or ".join(dict.fromkeys(words))
    if "enum" in schema:
        return " or ".join(filter(None, (", ".join(schema["enum"][:-1]), schema["enum"][-1])))
    match schema["type"]:
        case "integer":
            return f"whole number{_bounds(schema)}"
        case "number":
            return f"number{_bounds(schema)}"
        case "boolean":
            return "true or false"
        case "null":
            return "null"
        case "array":
            return _list_words(schema)
        case "object":
            return "{" + ", ".join(f"{name}: …" for name in schema["properties"]) + "}"
    raise ValueError(f"explain layers has no words for the JSON Schema {schema}")


def _bounds(schema: dict[str, Any]) -> str:
    least, most, above = (schema.get(k) for k in ("minimum", "maximum", "exclusiveMinimum"))
    if above is not None:
        return f" > {above:g}"
    low = "" if least is None else f" ≥ {least:g}"
    high = "" if most is None or most >= LARGEST else f" ≤ {most:g}"
    return f"{low} and{high}" if low and high else low + high


def _list_words(schema: dict[str, Any]) -> str:
    if schema["minItems"] == schema["maxItems"]:
        return AXES[schema["maxItems"]]
    return f"a list of {schema['minItems']} to {schema['maxItems']} of them"


def _default_words(setting: Setting) -> str:
    default = setting.default
    if default is REQUIRED:
        return "required"
    if callable(default):
        return "default as said below"
    return f"default {_value_words(default)}"


def _value_words(value: Any) -> str:
    if isinstance(value, tuple) and len(set(value)) == 1:
        return _value_words(value[0])
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Fraction):
        return f"{float(value):.10f}".rstrip("0")
    return str(value)
