"""What stands around an input: the setting and the law that `pad` and `zero_pad2d` share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from explainer.language import Words
from explainer.layers.counts import both, has_axes
from explainer.layers.layer import AXES, Layer
from explainer.layers.padding import ALIKE, BY_SIDE, COUNTS_TWICE, EACH_ADDS_ITS_OWN, axis_names
from explainer.layers.setting_types import Padding, Reading
from explainer.layers.settings import Setting
from explainer.maths.substitution import substituted
from explainer.spec import Given

BY_SIDE_SAYS = "Values are added on both sides, on each side as many as the setting says."
# Of how many places each axis is named, by its letter.
LETTERS = {axes: tuple(letter.lower() for letter in AXES[axes + 1][:-1]) for axes in (1, 2, 3)}


@dataclass(frozen=True)
class Around:
    """As many numbers as the input has axes of places; of an image four sides as well."""

    def read(self, reading: Reading) -> Any:
        """What an image takes; `AroundSetting` asks for what the input has."""
        return of_axes(2).read(reading)

    def schema(self) -> dict[str, Any]:
        """What any input takes."""
        many = {"type": "array", "items": {"type": "integer", "minimum": 0}}
        lists = [{**many, "minItems": axes, "maxItems": axes} for axes in (1, 3)]
        return {"anyOf": [*of_axes(2).schema()["anyOf"], *lists]}


def of_axes(axes: int) -> Padding:
    """The type for an input with so many axes of places."""
    return Padding(axes, words=(), sides=axes == 2)


@dataclass(frozen=True)
class AroundSetting(Setting):
    """A setting of numbers along the axes that the input has."""

    def value(
        self,
        given: Given | None,
        layer: Words,
        earlier: Mapping[str, Any],
        inputs: tuple[tuple[int, ...], ...],
    ) -> Any:
        """Read as its input wants it."""
        assert given is not None, "it has no default"
        return of_axes(len(inputs[0]) - 1).read(Reading(given, self.name, layer))

    def numbers(self, value: Any) -> dict[str, Any]:
        """`p_h` and `p_w` of an image, `p_l` of a sequence."""
        if not isinstance(value, tuple):
            return super().numbers(value)
        return {f"p_{x}": each for x, each in zip(LETTERS[len(value)], value, strict=True)}


def padded(size, P):
    """Values are added on both sides."""
    return size + P


def attach_padded(layer: Layer, law: Callable[..., Any], says_by_side: str) -> None:
    """Give a layer its output size along each axis, and the mistake made there."""
    for rank in layer.takes:
        for axis in AXES[rank][:-1]:
            _attach(layer, rank, axis, law, says_by_side)


def _attach(layer: Layer, rank: int, axis: str, law: Callable[..., Any], says_by_side: str) -> None:
    ways = [(ALIKE, "", COUNTS_TWICE), (BY_SIDE, says_by_side, EACH_ADDS_ITS_OWN)]
    for ends, says, says_once in ways if rank == 3 else ways[:1]:  # only an image has four sides
        when = both(has_axes(rank), ends.when)
        right = layer.formula(
            name=f"{axis}_out",
            when=when,
            says=says,
            symbols=axis_names(axis, "p"),
            topic="sizes",
        )(substituted(law, P=ends.both))
        right.mistake("padding_counted_once", P=ends.once, when=when, says=says_once)
