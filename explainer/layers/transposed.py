"""The size of what a transposed convolution writes along one axis.

It is the law of windows.py read backwards: from the number of windows to the size of the
image that they cover. The padding is cut off, and the output padding is added.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from explainer.layers import window_mistakes as wrong
from explainer.layers.layer import Condition, Fault, Layer, Situation
from explainer.layers.windows import ENDS, padded_alike, padded_by_side, slip_name
from explainer.maths import Formula, Mistake


def covered(size, k, s, p=0, d=1, a=0):
    """Windows lie a stride apart and the last adds its span; padding is cut off on both sides."""
    return (size - 1) * s - 2 * p + k + (k - 1) * (d - 1) + a


def covered_between(size, k, s, p_before, p_after, d=1, a=0):
    """Windows lie a stride apart and the last adds its span; each side's padding is cut off."""
    return (size - 1) * s - p_before - p_after + k + (k - 1) * (d - 1) + a


def attach_transposed_windows(layer: Layer, axes: tuple[str, ...]) -> None:
    """Give the layer its output size along each axis, with the mistakes made there."""
    for index, axis in enumerate(axes):
        low = axis.lower()
        names = {"size": f"{axis}_in"} | {x: f"{x}_{low}" for x in "kspda"}
        names |= dict(zip(("p_before", "p_after"), ENDS[axis], strict=True))
        layer.add(Formula(f"{axis}_out", covered, names), padded_alike)
        layer.add(Formula(f"{axis}_out", covered_between, names), padded_by_side)
        for slip, when in SLIPS:
            layer.add(Mistake(slip_name(slip), slip, names, instead_of=f"{axis}_out"), when)
        layer.check(_output_padding_is_small(low, index))
        layer.check(_something_is_left(axis))


SLIPS: list[tuple[Callable[..., Any], Condition]] = [
    (wrong.padding_counted_once_transposed, padded_alike),
    (wrong.padding_counted_once_between_transposed, padded_by_side),
    (wrong.dilation_ignored_transposed, padded_alike),
    (wrong.dilation_ignored_between_transposed, padded_by_side),
    (wrong.output_padding_forgotten, padded_alike),
    (wrong.output_padding_forgotten_between, padded_by_side),
    (wrong.size_multiplied_by_stride, lambda _: True),
]


def _output_padding_is_small(low: str, index: int) -> Callable[..., Fault | None]:
    def check(situation: Situation, values: dict[str, int]) -> Fault | None:
        a, s, d = (values[f"{letter}_{low}"] for letter in "asd")
        if a < s or a < d:
            return None
        return Fault(
            f"The output padding of {a} is too large: "
            "it has to be smaller than the stride or the dilation.",
            (f"a = {a}     s = {s}     d = {d}",),
            f"Use an output_padding of at most {max(s, d) - 1} here.",
        )

    return check


def _something_is_left(axis: str) -> Callable[..., Fault | None]:
    low = axis.lower()
    side = {"H": "height", "W": "width"}[axis]

    def check(situation: Situation, values: dict[str, int]) -> Fault | None:
        k, s, d, a = (values[f"{letter}_{low}"] for letter in "ksda")
        ends = ENDS[axis] if padded_by_side(situation) else (f"p_{low}", f"p_{low}")
        cut = sum(values[end] for end in ends)
        written = (values[f"{axis}_in"] - 1) * s + d * (k - 1) + 1 + a
        if cut < written:
            return None
        return Fault(
            f"The padding cuts off the whole {side}: "
            f"{written} would be written and {cut} are cut off.",
            (f"({axis}_in − 1)·s + d·(k − 1) + 1 + a = {written}     padding = {cut}",),
            "Use less padding; in a transposed convolution it is taken away.",
            small=True,
        )

    return check
