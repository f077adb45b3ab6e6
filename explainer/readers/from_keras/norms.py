"""Norms, each with a scale, a shift, both or none: `scale` and `center` of Keras."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# By Keras' class: what a model file says where neither is learnt, and where no shift is.
NEITHER: Mapping[str, dict[str, Any]] = {
    "BatchNormalization": {"affine": False},
    "GroupNormalization": {"affine": False},
    "LayerNormalization": {"elementwise_affine": False},
}
SCALE_ALONE: Mapping[str, dict[str, Any]] = {"LayerNormalization": {"bias": False}}
# The norm with a shift and no scale is one without either, and a sum behind it.
SHIFT_ALONE = "BatchNormalization"


def learnt_by(class_name: str, config: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a model file says of that; None where it can't say it."""
    scale, shift = config.get("scale", True) is True, config.get("center", True) is True
    if scale and shift:
        return {}
    if scale:
        return SCALE_ALONE.get(class_name)
    return NEITHER.get(class_name) if not shift or class_name == SHIFT_ALONE else None


def shift_behind(class_name: str, config: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The sum that a norm without a scale ends in, which is stored as one with it."""
    alone = config.get("scale", True) is not True and config.get("center", True) is True
    if class_name != SHIFT_ALONE or not alone:
        return []
    return [{"shift": {"learnt": "channels", "name": f"{name}.beta", "from": name}}]
