"""What a setting takes in words, from what it says in JSON Schema."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import Any

from explainer.language import sentence
from explainer.layers.setting_types import LARGEST
from explainer.layers.settings import REQUIRED, Setting


def takes(setting: Setting) -> str:
    """`whole number ≥ 1, or [height, width]; default 1`."""
    values = schema_words(setting.type.schema())
    return sentence("takes.whole", values=values, default=_default_words(setting))


def schema_words(schema: dict[str, Any]) -> str:
    """The values that a schema allows."""
    if "anyOf" in schema:
        words = [schema_words(part) for part in schema["anyOf"]]
        return reduce(_either, dict.fromkeys(words))
    if "enum" in schema:
        *others, last = map(str, schema["enum"])
        return sentence("takes.one_of", others=", ".join(others), last=last) if others else last
    match schema["type"]:
        case "integer":
            return _bounded(sentence("takes.integer"), schema)
        case "number":
            return _bounded(sentence("takes.number"), schema)
        case "boolean":
            return sentence("takes.boolean")
        case "null":
            return "null"
        case "array":
            return _list_words(schema)
        case "object":
            return "{" + ", ".join(f"{name}: …" for name in schema["properties"]) + "}"
    raise ValueError(f"explain layers has no words for the JSON Schema {schema}")


def _either(first: str, second: str) -> str:
    return sentence("takes.either", first=first, second=second)


def _bounded(number: str, schema: dict[str, Any]) -> str:
    bounds = _bounds(schema)
    return sentence("takes.bounded", number=number, bounds=bounds) if bounds else number


def _bounds(schema: dict[str, Any]) -> str:
    least, most, above = (schema.get(k) for k in ("minimum", "maximum", "exclusiveMinimum"))
    if above is not None:
        return f"> {above:g}"
    low = "" if least is None else f"≥ {least:g}"
    high = "" if most is None or most >= LARGEST else f"≤ {most:g}"
    if low and high:
        return sentence("takes.both_bounds", low=low, high=high)
    return low or high


def _list_words(schema: dict[str, Any]) -> str:
    if schema["minItems"] == schema["maxItems"]:
        return sentence(f"takes.axes_{schema['maxItems']}")
    return sentence("takes.list", least=schema["minItems"], most=schema["maxItems"])


def _default_words(setting: Setting) -> str:
    default = setting.default
    if default is REQUIRED:
        return sentence("takes.required")
    if callable(default):
        return sentence("takes.default_below")
    return sentence("takes.default", value=_value_words(default))


def _value_words(value: Any) -> str:
    if isinstance(value, tuple) and len(set(value)) == 1:
        return _value_words(value[0])
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Fraction):
        return f"{float(value):.10f}".rstrip("0")
    return str(value)
