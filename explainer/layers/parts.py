"""What kinds share that cut their input into parts: as many outputs as their settings say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from explainer.layers.axis import place_of, works_along
from explainer.layers.layer import AXES, Layer, Situation
from explainer.layers.tensor_law import AxisSize, Parts, TensorLaw
from explainer.layers.views import seen_in_part
from explainer.maths.substitution import Function
from explainer.spec import Given

MOST_PARTS = 64

# A part's size: the symbol that has it, or worked out from the layer's numbers and the whole.
PartSize: TypeAlias = str | Callable[[Mapping[str, Any], int], int]


def parts_along(
    setting: str, count: Callable[[Mapping[str, Any]], int], size: Callable[[int], PartSize]
) -> Parts:
    """The outputs behind the first.

    setting: which says how many there are, by its value or by its length; count: that number,
    from the settings as read; size: that of a part along the axis, by its number from 1 on.
    """

    def laws(situation: Situation) -> tuple[TensorLaw, ...]:
        numbers = range(2, count(situation.settings) + 1)
        return tuple(_law(situation, number, size(number)) for number in numbers)

    def written(given: Mapping[str, Given]) -> int:
        value = given[setting].value if setting in given else None
        found = len(value) if isinstance(value, tuple) else value
        return min(found, MOST_PARTS) if isinstance(found, int) else 1

    return Parts(written, laws)


def _law(situation: Situation, number: int, size: PartSize) -> TensorLaw:
    axes: list[AxisSize] = [f"{letter}_in" for letter in AXES[situation.rank]]
    place = place_of(situation.settings, situation.rank)
    whole = f"{AXES[situation.rank][place]}_in"
    axes[place] = size if isinstance(size, str) else lambda values: size(values, values[whole])
    return TensorLaw(str(number), tuple(axes), view=True)


def attach_parts(layer: Layer, first: Function, whole_kept: Function | None = None) -> None:
    """Give the layer the size of its first part, and that it stores nothing.

    whole_kept: the mistake that a part has all places.
    """
    for rank in (3, 1, 2, 4):  # an image is told of first
        for letter in AXES[rank]:
            here = works_along(letter, rank)
            right = layer.formula(
                name=f"{letter}_out", when=here, symbols={"size": f"{letter}_in"}, topic="sizes"
            )(first)
            if whole_kept is not None:
                layer.mistake(instead_of=right, when=here)(whole_kept)
    layer.formula(name="activations")(seen_in_part)
