"""Factors and terms that Keras puts before a network: Rescaling, Normalization.

Where each channel has a number of its own, the numbers are left out: they lie in the file's
weights, and change no size.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def rescaled(config: Mapping[str, Any], ends: Mapping[str, Any]) -> list[dict[str, Any]]:
    """`x · scale + offset`; a sum with 0 is none."""
    made = [{"scale": {**_number("factor", config.get("scale")), **ends}}]
    offset = config.get("offset")
    if offset not in (None, 0):
        made.append({"shift": {**_number("amount", offset), **_behind(ends, "offset")}})
    return made


def normalized(_: Mapping[str, Any], ends: Mapping[str, Any]) -> list[dict[str, Any]]:
    """`(x - mean) / deviation`, by the numbers of each channel."""
    return [{"shift": dict(ends)}, {"scale": _behind(ends, "deviation")}]


def _number(setting: str, value: Any) -> dict[str, Any]:
    """One number for all; nothing where each channel has its own."""
    return {setting: value} if isinstance(value, int | float | Decimal) else {}


def _behind(ends: Mapping[str, Any], part: str) -> dict[str, Any]:
    """Where a second layer stands that is part of the same one of Keras."""
    return {"name": f"{ends['name']}.{part}", "from": ends["name"]}
