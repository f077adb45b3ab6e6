"""What a symbol stands for is said in one table, so that nobody guesses it from how it ends."""

from __future__ import annotations

import pytest

from explainer.layers import LAYERS
from explainer.layers.layer import AXES
from explainer.layers.quantities import OUTPUT_SIZES, PADDINGS
from explainer.network.graph import COUNTS
from explainer.page.steps import GOALS, UNITS

pytestmark = pytest.mark.quick


def test_every_axis_has_a_size():
    """An axis left out would be told as a number of values, `13 values (52 bytes)`, not rows."""
    assert set(OUTPUT_SIZES) == {f"{axis}_out" for axes in AXES.values() for axis in axes}


@pytest.mark.parametrize("kind", LAYERS)
def test_every_quantity_of_a_kind_is_known(kind: str):
    """One that is not would have no goal in the report, and might pass for a size by its name."""
    given = {case.formula.name for case in LAYERS[kind].formulas}
    assert given <= {*COUNTS, *OUTPUT_SIZES, *PADDINGS}
    assert given <= set(GOALS)


def test_a_size_is_no_number_of_values():
    """Rows and pixels have no bytes; only what is stored does."""
    assert {*OUTPUT_SIZES, *PADDINGS} <= set(UNITS)
    assert not {*OUTPUT_SIZES, *PADDINGS} & set(COUNTS)
