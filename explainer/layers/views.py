"""What kinds share that look at their input's values in another shape, or at a part of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from explainer.language import sentence
from explainer.layers.layer import AXES
from explainer.layers.setting_types import LARGEST, Count, Reading
from explainer.layers.settings import Setting
from explainer.maths import Exact

# What stands in a file for the size that follows from all others.
REST = -1


def seen_anew():
    """The same values are only seen in another shape, so nothing new is stored."""
    return 0


def seen_in_part():
    """A part of the same values is only seen by itself, so nothing new is stored."""
    return 0


@dataclass(frozen=True)
class TargetShape:
    """One size, or a list of up to four, channels last; the first may be -1, whatever is left."""

    def read(self, reading: Reading) -> tuple[int | None, ...]:
        """The sizes; None for the one that follows from the others."""
        value = reading.given.value
        parts = value if isinstance(value, tuple) else (reading.given,)
        if not 1 <= len(parts) <= len(AXES):
            reading.refuse(
                sentence("setting.sizes", setting=str(reading.setting), count=str(len(parts)))
            )
        for number, part in enumerate(parts):
            if part.value == REST and number:
                reading.part(part, "").refuse(sentence("reshape.rest_first"))
        return tuple(
            None if part.value == REST else Count().read(reading.part(part, "")) for part in parts
        )

    def schema(self) -> dict[str, Any]:
        """A number or a list of them."""
        one = {"anyOf": [{"enum": [REST]}, {"type": "integer", "minimum": 1, "maximum": LARGEST}]}
        return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1, "maxItems": 4}]}


@dataclass(frozen=True)
class ShapeSetting(Setting):
    """A shape: its sizes are those of the output's axes."""

    def numbers(self, value: Any) -> dict[str, Exact]:
        """The sizes that are given, by the output's symbols."""
        pairs = zip(AXES[len(value)], value, strict=True)
        return {f"{axis}_out": size for axis, size in pairs if size is not None}


def sizes_given(value: Mapping[str, Any]) -> list[int]:
    """The sizes of the setting `shape` that stand in the file."""
    return [size for size in value["shape"] if size is not None]
