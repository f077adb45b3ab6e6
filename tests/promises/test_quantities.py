"""What a symbol stands for is said in one table, so that nobody guesses it from how it ends."""

from __future__ import annotations

import pytest

from explainer.layers import LAYERS
from explainer.layers.layer import AXES
from explainer.layers.quantities import COUNTS, OUTPUT_SIZES, PADDINGS, QUANTITIES
from explainer.maths import Formula
from explainer.network.units import UNITS_OF_MEMORY
from explainer.page.sentences import knows
from tests.every_formulary import every_formula

pytestmark = pytest.mark.quick

# How symbols begin that stand for bytes: those of one value (b, b_master), and sizes.
IN_BYTES = ("b_", "bytes_", "size")
OF_BYTES = [
    formula
    for formula in every_formula()
    if any(need == "b" or need.startswith(IN_BYTES) for need in formula.needs)
    and getattr(formula, "symbol", "") != "values"  # bytes written as values: the mistake itself
]


def test_every_axis_has_a_size():
    """An axis left out would be told as a number of values, `13 values (52 bytes)`, not rows."""
    assert set(OUTPUT_SIZES) == {f"{axis}_out" for axes in AXES.values() for axis in axes}


@pytest.mark.parametrize("kind", LAYERS)
def test_every_quantity_of_a_kind_is_known(kind: str):
    """One that is not would have no goal in the report, and no unit behind its value."""
    assert {case.formula.name for case in LAYERS[kind].formulas} <= set(QUANTITIES)


def test_a_size_is_no_number_of_values():
    """Rows and pixels have no bytes; only what is stored does."""
    sizes = {**OUTPUT_SIZES, **PADDINGS}
    assert all(each.unit != "values" for each in sizes.values())
    stored = {each.symbol for each in COUNTS.values() if each.unit == "values"}
    assert stored == {*COUNTS} - {"macs"}


def test_every_goal_and_unit_has_its_words():
    """In the catalogue; units of memory are no words, and are written as they are."""
    assert all(knows(f"goal.{each.goal}") for each in QUANTITIES.values())
    units = {formula.unit for formula in every_formula()} - {*UNITS_OF_MEMORY} | {"bytes"}
    assert {"values", "macs", "images", "rows"} < units
    assert all(knows(f"unit.{unit}") for unit in units)


@pytest.mark.parametrize("formula", OF_BYTES, ids=[each.name for each in OF_BYTES])
def test_what_is_worked_out_from_bytes_is_in_bytes(formula: Formula):
    """A formula that takes the bytes of a value, or sizes, says so, whatever it is named."""
    assert formula.unit in UNITS_OF_MEMORY
