"""The names of the mistakes are a contract: each exists, runs, and tells a whole sentence."""

from __future__ import annotations

import inspect
from fractions import Fraction

import pytest

from explainer.maths import Mistake
from explainer.memory.textbook.unit_formulas import UNITS_TAKEN, TakenFor
from explainer.page import nodes as n
from explainer.page.steps import mistake_title
from tests.every_formulary import every_mistake

pytestmark = pytest.mark.quick

CONTRACT = [
    "input_depth_forgotten",
    "kernel_not_squared",
    "bias_forgotten",
    "one_bias_for_the_layer",
    "depths_swapped",
    "groups_ignored",
    "padding_counted_once",
    "dilation_ignored",
    "floor_not_taken",
    "ceil_for_floor",
    "pooling_given_weights",
    "flatten_before_last_pool",
    "flatten_forgotten",
    "norm_parameters_forgotten",
    "norm_buffers_counted_as_trained",
    "batch_forgotten",
    "batch_multiplied_into_weights",
    "bytes_per_value_wrong",
    "mb_for_mib",
    "gb_for_mib",
    "rounded_before_summing",
    "feature_maps_counted_twice",
    "gradients_forgotten",
    "optimizer_state_forgotten",
    "inference_sums_all_activations",
    "im2col_forgotten",
    "volume_before_pooling_forgotten",
    "weights_not_shared",
    "prefix_lost_in_a_sum",
    "inputs_counted_beside_outputs",
]


def test_the_contract_has_thirty_names():
    assert len(set(CONTRACT)) == 30


@pytest.mark.parametrize("name", CONTRACT)
def test_the_mistake_exists_and_runs(name):
    found = [mistake for mistake in every_mistake() if mistake.name == name]
    assert found
    for mistake in found:
        assert isinstance(mistake.function(*arguments(mistake)), int | Fraction)
        assert mistake.spoils


def test_the_sentence_is_whole():
    sentences = {mistake.why for mistake in every_mistake()}
    begun = {why for why in sentences if why[0].isupper() or why[0].isdigit()}
    assert not sentences - {why for why in begun if why.endswith(".")}


def arguments(mistake: Mistake) -> list[Fraction]:
    """Large sizes first, so that no window is longer than what it slides over."""
    parameters = inspect.signature(mistake.function).parameters.values()
    many = any(parameter.kind is parameter.VAR_POSITIONAL for parameter in parameters)
    return [Fraction(12 - i) for i in range(3 if many else len(parameters))]


def test_each_unit_for_another_is_called_by_both():
    """Told from their two units, not from a name in which `g` or `gb` would be a guess."""
    titles = {pair: _words(mistake_title(pair.name)) for pair in UNITS_TAKEN.values()}
    assert len(titles) == 4 * 3 + 9 * 8
    assert titles[TakenFor("G", "values")] == "The unit G for values"
    for pair, title in titles.items():
        assert title.endswith(f"{pair.unit} for {pair.other}")


def _words(title: n.Inlines) -> str:
    return "".join(part.text for part in title if isinstance(part, n.Words))
