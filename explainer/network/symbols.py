"""The symbols of a layer with their numbers: those given to it, and those its formulas derive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer.layers.layer import AXES, PASSED_ON, Layer, Shape, Situation
from explainer.maths import Formula


def given_values(
    layer: Layer, settings: Mapping[str, Any], inputs: tuple[Shape, ...]
) -> dict[str, Any]:
    """The symbols that the input and the settings give."""
    values: dict[str, Any] = dict(shape_symbols(inputs[0], "in"))
    if layer.many and len({len(shape) for shape in inputs}) == 1:
        letters = AXES[len(inputs[0])]
        values |= dict(zip(letters, zip(*inputs, strict=True), strict=True))
    for setting in layer.settings:
        values |= setting.numbers(settings[setting.name])
    return values


def shape_symbols(shape: Shape, end: str) -> dict[str, int]:
    """The sizes of a shape by their symbols: `c_in` and the like, with `in` or `out` as the end."""
    return {f"{axis}_{end}": size for axis, size in zip(AXES[len(shape)], shape, strict=True)}


def derive_all(formulas: Mapping[str, Formula], values: dict[str, Any]) -> None:
    """Run the formulas, each after those that it needs."""

    def need(name: str) -> None:
        formula = formulas[name]
        for part in formula.needs:
            if part in formulas and part != name and part not in done:
                need(part)
        values[name] = formula.value(formula.arguments(values))
        done.add(name)

    done: set[str] = set()
    for name in formulas:
        if name not in done:
            _provide_unchanged_sizes(values)
            need(name)


def _provide_unchanged_sizes(values: dict[str, Any]) -> None:
    """An output axis without a formula has the input's size."""
    for size, passed_on in PASSED_ON.items():
        if size in values:
            values.setdefault(passed_on, values[size])


def output_of(layer: Layer, situation: Situation, values: Mapping[str, Any]) -> Shape:
    """The shape of a layer's output, from its derived values."""
    return tuple(values[f"{axis}_out"] for axis in AXES[layer.gives(situation)])
