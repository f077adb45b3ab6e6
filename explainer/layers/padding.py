"""The padding along one axis: what it may be, and what it adds in each spelling.

It comes in three: the same on both ends (2·p), each end by itself, and `same`, whose total
is worked out first.
"""

from __future__ import annotations

from dataclasses import dataclass

from explainer.layers.layer import Condition, Situation
from explainer.layers.setting_types import Sides
from explainer.layers.traits import Built
from explainer.maths.substitution import Part

ENDS = {"H": ("p_top", "p_bottom"), "W": ("p_left", "p_right")}


def ends_of(amount: tuple[int, ...] | Sides) -> tuple[tuple[int, int], ...]:
    """For each axis what stands, or is cut off, before and after."""
    if isinstance(amount, Sides):
        return (amount.top, amount.bottom), (amount.left, amount.right)
    return tuple((each, each) for each in amount)


def pads_unevenly(layer: Built) -> bool:
    """Whether an axis has more padding at the one end: then torch copies the input to add it."""
    padding = layer.settings["padding"]
    if padding == "same":
        return any(layer.values[each] % 2 for each in ("P_h", "P_w"))
    return any(before != after for before, after in ends_of(padding))


def padded_same(situation: Situation) -> bool:
    """Whether the padding is the word `same`."""
    return situation.settings.get("padding") == "same"


def padded_by_side(situation: Situation) -> bool:
    """Whether each side has a padding of its own."""
    return isinstance(situation.settings.get("padding"), Sides)


def rounds_up(situation: Situation) -> bool:
    """Whether the count of places is rounded up."""
    return bool(situation.settings.get("ceil_mode", False))


def rounds_down(situation: Situation) -> bool:
    """Whether it is rounded down."""
    return not rounds_up(situation)


def padded_in_pairs(situation: Situation) -> bool:
    """Whether opposite sides have the same padding."""
    return not (padded_same(situation) or padded_by_side(situation))


def padded_alike(situation: Situation) -> bool:
    """Whether opposite sides have the same padding, and the count is rounded down."""
    return padded_in_pairs(situation) and rounds_down(situation)


def both_ends(p=0):
    """As many zeros at the one end as at the other."""
    return 2 * p


def one_end(p=0):
    """The zeros of one end, as if the other had none."""
    return p


def each_end(p_before, p_after):
    """The zeros of both ends, which need not be as many."""
    return p_before + p_after


@dataclass(frozen=True)
class Ends:
    """A spelling in which both ends are given.

    both, once: what the padding adds, and what it adds where it is counted for one end only.
    """

    when: Condition
    both: Part
    once: Part


COUNTS_TWICE = "Padding lies on both sides of the <image|input>, so it counts twice."
EACH_ADDS_ITS_OWN = (
    "Padding lies on both sides of the <image|input>, so the padding of each side is added."
)

ALIKE = Ends(padded_alike, both_ends, one_end)
BY_SIDE = Ends(padded_by_side, each_end, "p_before")


def axis_names(axis: str, letters: str) -> dict[str, str]:
    """The symbols along an axis: `H_in` for the size, `p_top`, and k_h for each letter."""
    low = axis.lower()
    names = {"size": f"{axis}_in", "P": f"P_{low}"} | {x: f"{x}_{low}" for x in letters}
    return names | dict(zip(("p_before", "p_after"), ENDS.get(axis, ()), strict=False))
