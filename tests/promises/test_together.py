"""Two mistakes in one formula, against products whose powers are known beforehand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from explainer.layers import LAYERS
from explainer.maths import Formula, Mistake
from explainer.maths.functions import ceil, floor, largest, product, total
from explainer.maths.together import product_of, together

NAMES = ("a", "b", "c", "d")
NUMBERS: dict[str, int | Fraction] = {"a": 7, "b": Fraction(3, 2), "c": 11, "d": 5}
POWERS = st.fixed_dictionaries({name: st.integers(-3, 3) for name in NAMES})
FRONTS = st.integers(1, 6)


def function_of(times: int, powers: Mapping[str, int]) -> Any:
    """times · a^p · b^q …, as it would be written."""
    above = [str(times), *(name for name in NAMES for _ in range(powers[name]))]
    below = [name for name in NAMES for _ in range(-powers[name])]
    return eval(f"lambda a, b, c, d: {' * '.join(above)}{''.join(f' / {n}' for n in below)}")


def value_of(times: int, powers: Mapping[str, int]) -> Fraction:
    return math.prod((Fraction(NUMBERS[n]) ** p for n, p in powers.items()), start=Fraction(times))


@given(st.tuples(FRONTS, POWERS), st.tuples(FRONTS, POWERS), st.tuples(FRONTS, POWERS))
def test_both_changes_are_made_where_each_changes_other_symbols(right, one, other):
    rights = Formula("q", function_of(*right))
    first, second = (
        Mistake(name, function_of(*made), instead_of=rights)
        for name, made in (("one", one), ("other", other))
    )
    changed = [{n for n in NAMES if made[1][n] != right[1][n]} for made in (one, other)]
    front = Fraction(one[0] * other[0], right[0])
    found = together(rights, first, second)
    if changed[0] & changed[1] or front.denominator > 1:
        assert found is None
        return
    assert found is not None
    assert found.parts == (first, second)
    expected = value_of(*one) * value_of(*other) / value_of(*right)
    assert found.value(found.arguments(NUMBERS)) == expected


@given(FRONTS, POWERS)
def test_a_product_is_found_whatever_its_powers(times, powers):
    found = product_of(Formula("q", function_of(times, powers)))
    assert found is not None
    assert {str(symbol) for symbol in found.free_symbols} == {n for n in NAMES if powers[n]}


def test_what_is_no_product_is_not_taken_for_one():
    # All but the last one double with each of their symbols at some whole numbers.
    for function in (
        lambda a, b: floor(a * b),
        lambda a, b: ceil(a / b) * b,
        lambda a, b: largest(a, b),
        lambda a, b: total(a, b),
        lambda a: -a,
        lambda a: a / 2,
        lambda a: 0 * a,
    ):
        assert product_of(Formula("q", function)) is None
    assert product_of(Formula("q", lambda a, b: product(a, b) + a * b)) is not None


def test_the_parameters_of_a_convolution_without_depth_and_with_one_side():
    conv = LAYERS["conv2d"]
    weights = next(c.formula for c in conv.formulas if c.formula.name == "weights")
    slips = {c.formula.name: c.formula for c in conv.mistakes}
    depth, side = slips["input_depth_forgotten"], slips["kernel_not_squared"]
    assert isinstance(depth, Mistake)
    assert isinstance(side, Mistake)
    found = together(weights, depth, side)
    assert found is not None
    assert found.value(found.arguments({"k_h": 3, "k_w": 5, "c_in": 7, "c_out": 11})) == 3 * 11
