"""The count of places where a window fits along one axis: one law for height and width.

Convolutions and poolings share it. The padding is a part of it, in one of three spellings
(see padding.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from explainer.language import sentence
from explainer.layers import window_mistakes as wrong
from explainer.layers.counts import both
from explainer.layers.layer import Condition, Fault, Layer, Situation
from explainer.layers.padding import (
    ALIKE,
    BY_SIDE,
    COUNTS_TWICE,
    EACH_ADDS_ITS_OWN,
    ENDS,
    axis_names,
    padded_by_side,
    padded_in_pairs,
    padded_same,
    rounds_down,
    rounds_up,
)
from explainer.layers.setting_types import Padding
from explainer.maths import ceil, floor, largest, smallest
from explainer.maths.substitution import Substitution, substituted


def steps(size, k, s, P, d=1):
    """How many times the window can move on inside the padded image, and the part of a time."""
    return (size + P - k - (k - 1) * (d - 1)) / s


def positions(steps):
    """The window fits at its first place, and at one more for each whole step of the stride (⌊ ⌋
    rounds down).
    """
    return floor(steps) + 1


def positions_ceil(steps, size, s, before):
    """The quotient is rounded up (⌈ ⌉): a last window may reach over the edge, but it has to start
    inside.
    """
    return smallest(ceil(steps) + 1, ceil((size + before) / s))


def same_padding(k, d=1):
    """With `same`, the padding makes up for what the kernel takes off the size: one less than it
    spans.
    """
    return d * (k - 1)


def same_padding_strided(size, k, s, d=1):
    """With `same` and a stride above 1 the padding is what ⌈size / stride⌉ places of the window
    need (Keras' rule).
    """
    return largest((ceil(size / s) - 1) * s + k + (k - 1) * (d - 1) - size, 0)


@dataclass(frozen=True)
class Way:
    """A way in which padding and rounding can be set: the law, its sentence, the mistakes."""

    when: Condition
    law: Substitution
    slips: tuple[wrong.Slip | wrong.Otherwise, ...]
    says: str = ""


WAY_ALIKE = Way(
    ALIKE.when,
    substituted(positions, steps=substituted(steps, P=ALIKE.both)),
    (
        wrong.padding_counted_once(ALIKE.once, COUNTS_TWICE),
        wrong.DILATION_IGNORED,
        wrong.floor_not_taken,
        wrong.ceil_for_floor,
    ),
)
WAY_BY_SIDE = Way(
    both(BY_SIDE.when, rounds_down),
    substituted(positions, steps=substituted(steps, P=BY_SIDE.both)),
    (
        wrong.padding_counted_once(BY_SIDE.once, EACH_ADDS_ITS_OWN),
        wrong.DILATION_IGNORED,
        wrong.floor_not_taken,
        wrong.ceil_for_floor,
    ),
    "Count the places where the window fits; each end has a padding of its own.",
)
WAY_SAME = Way(
    padded_same,
    substituted(positions, steps=steps),
    (wrong.DILATION_IGNORED, wrong.stride_ignored),
    "Count the places where the window fits into the <image|input> together with all of its "
    "padding.",
)
WAY_ROUNDED_UP = Way(
    both(rounds_up, padded_in_pairs),
    substituted(positions_ceil, steps=substituted(steps, P=ALIKE.both), before=ALIKE.once),
    (wrong.floor_for_ceil, wrong.last_window_starts_outside),
)
# Sides of their own make a larger image, and only that is then looked at.
WAY_ROUNDED_UP_BY_SIDE = Way(
    both(rounds_up, padded_by_side),
    substituted(positions_ceil, steps=substituted(steps, P=BY_SIDE.both), before=BY_SIDE.both),
    (wrong.floor_for_ceil, wrong.last_window_starts_outside),
)


def attach_windows(layer: Layer, axes: tuple[str, ...]) -> None:
    """Give the layer its output size along each axis, with the mistakes made there."""
    for index, axis in enumerate(axes):
        for way in _ways(layer):
            _attach(layer, way, index, axis)
        layer.check(_window_fits(axis))


def _attach(layer: Layer, way: Way, index: int, axis: str) -> None:
    """One way of setting padding and rounding, along one axis."""
    names, in_steps, when = axis_names(axis, "kspd"), strided(index), way.when
    formula = partial(layer.formula, symbols=names, topic="sizes")
    if when is padded_same:
        for law, holds in ((same_padding, when), (same_padding_strided, both(when, in_steps))):
            formula(name=names["P"], when=holds)(law)
    dilates = any(setting.name == "dilation" for setting in layer.settings)
    law = way.law if dilates else substituted(way.law, d=1)
    right = formula(name=f"{axis}_out", when=when, says=way.says)(law)
    for slip in way.slips:
        if dilates or slip is not wrong.DILATION_IGNORED:
            slip.attach(right, both(when, in_steps) if slip.in_steps else when)
    for slip in wrong.SELDOM if way is WAY_ALIKE else ():
        slip.attach(right, when, seldom=True)


def _ways(layer: Layer) -> list[Way]:
    """The ways in which this kind's padding and rounding can be set."""
    types = {setting.name: setting.type for setting in layer.settings}
    padding = types["padding"]
    assert isinstance(padding, Padding)
    found = [WAY_ALIKE]
    found += [WAY_BY_SIDE] if padding.sides else []
    found += [WAY_SAME] if "same" in padding.words else []
    if "ceil_mode" in types:
        found += [WAY_ROUNDED_UP, *([WAY_ROUNDED_UP_BY_SIDE] if padding.sides else [])]
    return found


def strided(index: int) -> Condition:
    """Whether the window moves by more than one pixel along that axis."""
    return lambda situation: bool(situation.settings["stride"][index] > 1)


def _window_fits(axis: str) -> Callable[..., Fault | None]:
    low = axis.lower()

    def check(situation: Situation, values: dict[str, int]) -> Fault | None:
        if padded_same(situation):
            return None
        p, size = values.get(f"p_{low}", 0), values[f"{axis}_in"]
        before, after = (values[end] for end in ENDS[axis]) if padded_by_side(situation) else (p, p)
        span = values.get(f"d_{low}", 1) * (values[f"k_{low}"] - 1) + 1
        padded = size + before + after
        # Rounded up, a window may hang over the edge by less than one step.
        if span < padded + (values[f"s_{low}"] if rounds_up(situation) else 1):
            return None
        ends = f"2·{before}" if before == after else f"{before} + {after}"
        spelled = f"{'2·p' if before == after else 'padding'} = {size} + {ends}"
        return Fault(
            sentence(f"kernel.too_large_{axis}", span=str(span), padded=str(padded)),
            (f"{axis}_in + {spelled} = {padded}     span = d·(k − 1) + 1 = {span}",),
            sentence("kernel.too_large_try"),
            small=True,
        )

    return check
