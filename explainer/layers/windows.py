"""The count of places where a window fits along one axis: one law for height and width.

Convolutions and poolings share it. Padding comes in three spellings: the same on both
ends (2·p), each end by itself, and `same`, whose total is worked out first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from explainer.layers import window_mistakes as wrong
from explainer.layers.layer import Condition, Fault, Layer, Situation
from explainer.layers.setting_types import Padding, Sides
from explainer.maths import Formula, Mistake, ceil, floor, largest, smallest

Law: TypeAlias = Callable[..., Any]

ENDS = {"H": ("p_top", "p_bottom"), "W": ("p_left", "p_right")}


def positions(size, k, s, p=0, d=1):
    """Count the places where the window fits: whole steps of the stride, plus the first place."""
    return floor((size + 2 * p - k - (k - 1) * (d - 1)) / s) + 1


def positions_between(size, k, s, p_before, p_after, d=1):
    """Count the places where the window fits; each end has a padding of its own."""
    return floor((size + p_before + p_after - k - (k - 1) * (d - 1)) / s) + 1


def positions_same(size, k, s, P, d=1):
    """Count the places where the window fits into the image together with all of its padding."""
    return floor((size + P - k - (k - 1) * (d - 1)) / s) + 1


def positions_ceil(size, k, s, p=0, d=1):
    """Rounding up adds a last window that hangs over the edge, but only if it starts inside."""
    return smallest(ceil((size + 2 * p - k - (k - 1) * (d - 1)) / s) + 1, ceil((size + p) / s))


def positions_undilated(size, k, s, p=0):
    """Count the places where the window fits: whole steps of the stride, plus the first place."""
    return floor((size + 2 * p - k) / s) + 1


def positions_undilated_ceil(size, k, s, p=0):
    """Rounding up adds a last window that hangs over the edge, but only if it starts inside."""
    return smallest(ceil((size + 2 * p - k) / s) + 1, ceil((size + p) / s))


def same_padding(k, d=1):
    """With `same`, the padding makes up for what the kernel takes off: its span less one."""
    return d * (k - 1)


def same_padding_strided(size, k, s, d=1):
    """With `same` and a stride, pad for ⌈size / stride⌉ places of the window (Keras' rule)."""
    return largest((ceil(size / s) - 1) * s + k + (k - 1) * (d - 1) - size, 0)


def padded_same(situation: Situation) -> bool:
    """Whether the padding is the word `same`."""
    return situation.settings.get("padding") == "same"


def padded_by_side(situation: Situation) -> bool:
    """Whether each side has a padding of its own."""
    return isinstance(situation.settings.get("padding"), Sides)


def rounds_up(situation: Situation) -> bool:
    """Whether the count of places is rounded up."""
    return bool(situation.settings.get("ceil_mode", False))


def padded_alike(situation: Situation) -> bool:
    """Whether opposite sides have the same padding, and the count is rounded down."""
    return not (padded_same(situation) or padded_by_side(situation) or rounds_up(situation))


# The law for each way in which padding and rounding can be set, and the mistakes made with
# it: those made anywhere, and those made where the window moves by more than one pixel.
LAWS: dict[Condition, Law] = {
    padded_alike: positions,
    padded_by_side: positions_between,
    padded_same: positions_same,
    rounds_up: positions_ceil,
}
SLIPS: dict[Condition, tuple[tuple[Law, ...], tuple[Law, ...]]] = {
    padded_alike: (
        (wrong.padding_counted_once, wrong.dilation_ignored),
        (wrong.floor_not_taken, wrong.ceil_for_floor),
    ),
    padded_by_side: (
        (wrong.padding_counted_once_between, wrong.dilation_ignored_between),
        (wrong.floor_not_taken_between, wrong.ceil_for_floor_between),
    ),
    padded_same: ((wrong.dilation_ignored_same,), (wrong.stride_ignored,)),
    rounds_up: ((), (wrong.floor_for_ceil, wrong.last_window_starts_outside)),
}
SELDOM = (wrong.padding_forgotten, wrong.first_place_forgotten, wrong.stride_forgotten)
# For a kind without dilation.
UNDILATED: dict[Law, Law] = {
    positions: positions_undilated,
    positions_ceil: positions_undilated_ceil,
}


def counts_rounded_up(formula: Formula) -> bool:
    """Whether a formula is the law of a count that is rounded up, or a mistake made with it."""
    law = LAWS[rounds_up]
    anywhere, in_steps = SLIPS[rounds_up]
    return formula.function in (law, UNDILATED[law], *anywhere, *in_steps)


def attach_windows(layer: Layer, axes: tuple[str, ...]) -> None:
    """Give the layer its output size along each axis, with the mistakes made there."""
    dilates = any(setting.name == "dilation" for setting in layer.settings)
    for index, axis in enumerate(axes):
        low, out, strided = axis.lower(), f"{axis}_out", _strided(index)
        names = {"size": f"{axis}_in", "P": f"P_{low}"} | {x: f"{x}_{low}" for x in "kspd"}
        names |= dict(zip(("p_before", "p_after"), ENDS.get(axis, ()), strict=False))
        for way in _ways(layer):
            law = LAWS[way] if dilates else UNDILATED[LAWS[way]]
            if way is padded_same:
                layer.add(Formula(f"P_{low}", same_padding, names), way)
                layer.add(Formula(f"P_{low}", same_padding_strided, names), _both(way, strided))
            layer.add(Formula(out, law, names), way)
            anywhere, in_steps = SLIPS[way]
            for slip in anywhere + in_steps:
                if dilates or slip is not wrong.dilation_ignored:
                    when = _both(way, strided) if slip in in_steps else way
                    layer.add(Mistake(slip_name(slip), slip, names, instead_of=out), when)
        for slip in SELDOM:
            layer.seldom.add(Mistake(slip_name(slip), slip, names, instead_of=out), padded_alike)
        layer.check(_window_fits(axis))


def _ways(layer: Layer) -> list[Condition]:
    """The ways in which this kind's padding and rounding can be set."""
    types = {setting.name: setting.type for setting in layer.settings}
    padding = types["padding"]
    assert isinstance(padding, Padding)
    found: list[Condition] = [padded_alike]
    found += [padded_by_side] if padding.sides else []
    found += [padded_same] if "same" in padding.words else []
    return found + ([rounds_up] if "ceil_mode" in types else [])


def slip_name(slip: Law) -> str:
    """The name of a mistake without the spelling that it is written for."""
    name = slip.__name__
    for spelling in ("_transposed", "_between", "_same"):
        name = name.removesuffix(spelling)
    return name


def _strided(index: int) -> Condition:
    """Whether the window moves by more than one pixel along that axis."""
    return lambda situation: bool(situation.settings["stride"][index] > 1)


def _both(one: Condition, other: Condition) -> Condition:
    """Whether both conditions hold."""
    return lambda situation: one(situation) and other(situation)


def _window_fits(axis: str) -> Callable[..., Fault | None]:
    low = axis.lower()
    side = {"H": "high", "W": "wide", "D": "deep"}.get(axis, "long")

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
            f"The kernel does not fit: it spans {span} pixels "
            f"and the padded image is {padded} {side}.",
            (f"{axis}_in + {spelled} = {padded}     span = d·(k − 1) + 1 = {span}",),
            "Try a smaller kernel_size, more padding, or one pooling layer fewer before it.",
            small=True,
        )

    return check
