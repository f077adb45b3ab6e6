"""Claims: which quantity, which unit, which digits, which verdict, which mistakes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import explainer
from explainer.errors import ModelFileError
from explainer.mistakes.engine.claims import ClaimResult, claims_of, judge_claims
from explainer.mistakes.engine.number import check_claims
from explainer.mistakes.engine.reading import Printed
from explainer.network.case import Case
from explainer.network.graph import build
from explainer.network.plan import plan_for
from explainer.readers.from_yaml import read_yaml
from explainer.render.to_markdown import block
from explainer.report.instructive import instructive_mistakes
from explainer.spec import ClaimSpec, Place

pytestmark = pytest.mark.quick

NETWORK = """
name: n
input: 50x50x3
batch: 64
layers:
  - conv2d: {out_channels: 32, kernel_size: 3, padding: 1, name: conv1}
  - relu
  - max_pool2d: {kernel_size: 2, name: pool1}
  - conv2d: {out_channels: 64, kernel_size: 3, padding: 1, name: conv2}
  - relu
  - max_pool2d: {kernel_size: 2, name: pool2}
  - flatten
  - linear: {out_features: 500, name: fc}
  - linear: {out_features: 10, name: output}
"""
BRANCHES = """
name: branches
input: 8x8x4
layers:
  - conv2d: {out_channels: 4, kernel_size: 3, padding: 1, name: conv1}
  - part: {name: block.one}
blocks:
  part:
    layers:
      - conv2d: {out_channels: 4, kernel_size: 3, padding: 1, groups: 2, name: main}
      - batch_norm2d: {name: norm}
      - add: [norm, input]
"""
TOTALS = """
name: bare
totals: {activations: 1000, parameters: 100, miscellaneous: 10}
"""


def judged(claims: str, network: str = NETWORK) -> tuple[ClaimResult, ...]:
    spec = read_yaml(f"{network}claims:\n{claims}\n".encode(), "model.yaml")
    return judge_claims(Case(build(spec), plan_for(spec)))


def judge(
    quantity: str, value: str, unit: str = "values", more: str = "", **kw: Any
) -> ClaimResult:
    (found,) = judged(f"  - {{quantity: '{quantity}', value: '{value}', unit: {unit}{more}}}", **kw)
    return found


def names(result: ClaimResult) -> list[tuple[str, ...]]:
    return [cause.mistakes for cause in result.explanations]


def refused(
    quantity: str, value: str = "1", unit: str = "values", more: str = "", **kw: Any
) -> str:
    with pytest.raises(ModelFileError) as caught:
        judge(quantity, value, unit, more, **kw)
    assert caught.value.place.line
    return str(caught.value)


# ---- the printed number ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "step", "digits"),
    [
        ("4.10", "4.10", "0.01", 3), ("12,288,000", "12288000", "1", 8),
        ("12_288_000", "12288000", "1", 8), ("0.6", "0.6", "0.1", 1),
        ("1.2e7", "12000000", "1e6", 2),
        ("12000000", "12000000", "1", 8), ("0", "0", "1", 0), (".5", "0.5", "0.1", 1),
    ],
)  # fmt: skip
def test_a_number_is_read_as_written(text, value, step, digits):
    assert Printed.read(text) == Printed(Fraction(value), Fraction(step), digits)


@pytest.mark.parametrize("text", ["24M", "", "e5", "NaN", "1,00", "1 000", "about 40", "٣"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match=f"^{text}$"):
        Printed.read(text)
    claim = ClaimSpec("activations", text, place=Place("x.yaml", 3))
    spec = read_yaml(NETWORK.encode(), "x.yaml")
    graph = build(type(spec)(spec.name, spec.input, spec.layers, spec.place, claims=(claim,)))
    with pytest.raises(ModelFileError, match="number as it was printed"):
        judge_claims(Case(graph, plan_for(spec)))


@pytest.mark.parametrize(
    ("text", "exact", "rounded", "cut", "coarser"),
    [
        ("4.1", "4.05", True, False, False),  # half up
        ("4.0", "4.05", True, True, False),  # half even
        ("4.0", "4.06", False, True, False),
        ("150", "150.528", False, True, True),
        ("800", "802.816", False, False, True),
        ("900", "802.816", False, False, False),
        ("0.0", "0.01", False, False, False),  # a printed 0 is no rounding
        ("0", "0", True, False, False),
    ],
)
def test_how_a_number_may_have_been_printed(text, exact, rounded, cut, coarser):
    printed, number = Printed.read(text), Fraction(exact)
    assert printed.is_rounded(number) == rounded
    assert printed.is_cut(number) == cut
    assert printed.is_coarser(number) == coarser


@given(st.integers(1, 10**20), st.integers(0, 6))
def test_a_rounded_number_is_recognised(thousandths, decimals):
    exact = Fraction(thousandths, 1000)
    step = Fraction(1, 10**decimals)
    nearest = (exact / step + Fraction(1, 2)).__floor__()
    text = f"{nearest // 10**decimals}.{nearest % 10**decimals:0{decimals}}".rstrip(".")
    text = text if decimals else str(nearest)
    assert Printed.read(text).is_rounded(exact) == bool(nearest)
    assert not Printed.read(text).is_rounded(exact + 2 * step)


# ---- the quantity ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quantity", "exact"),
    [
        ("conv1.weights", 864), ("conv1.biases", 32), ("conv1.parameters", 896),
        ("conv1.buffers", 0), ("conv1.activations", 80_000), ("conv1.macs", 864 * 2500),
        ("conv1.im2col", 67_500), ("input.activations", 7_500), ("activations", 157_226),
        ("totals.activations", 157_226), ("weights", 4_632_296), ("biases", 606),
        ("parameters", 4_632_902), ("buffers", 0), ("totals.macs", 18_293_000),
        ("im2col", 67_500 + 180_000), ("conv*.weights", 864 + 18_432), ("optimizer.slots", 1),
        ("conv1.weights + conv2.biases", 864 + 64),
    ],
)  # fmt: skip
def test_a_count(quantity, exact):
    assert judge(quantity, str(exact)).verdict == "right"
    assert judge(quantity, str(exact)).exact == exact


@pytest.mark.parametrize(
    ("quantity", "exact"),
    [
        ("training.parameters", 18_531_608), ("training.gradients", 18_531_608),
        ("training.optimizer", 18_531_608), ("training.activations", 40_249_856),
        ("training.activation_gradients", 40_249_856), ("training.miscellaneous", 0),
        ("training.total", 136_094_536), ("memory.textbook.training.total", 136_094_536),
        ("inference.parameters", 18_531_608), ("inference.activations", 100_000 * 64 * 4),
        ("inference.total", 18_531_608 + 100_000 * 64 * 4),
        ("training.parameters + training.gradients", 2 * 18_531_608),
    ],
)  # fmt: skip
def test_a_part_of_the_account(quantity, exact):
    found = judge(quantity, f"{exact:,}", "bytes")
    assert (found.exact, found.exact_unit, found.verdict) == (exact, "bytes", "right")


def test_a_block_is_all_its_layers():
    exact = 3 * 3 * 2 * 4 + 4 + 2 * 4
    for quantity in ("block.one.parameters", "block.*.parameters"):
        assert judge(quantity, str(exact), network=BRANCHES).verdict == "right"


def test_a_unit_of_memory_counts_bytes():
    assert judge("conv1.weights", "3456", "bytes").verdict == "right"
    assert judge("conv1.weights", "3.5", "KB").verdict == "right as rounded"
    assert judge("conv1.activations", "320", "kB").verdict == "right"
    assert judge("training.parameters", "4.632902", "M").verdict == "right"


def test_what_the_claim_says_itself():
    assert judge("conv1.activations", "5120000", more=", with: {batch: 64}").verdict == "right"
    assert judge("conv1.weights", "864", more=", with: {batch: 64}").verdict == "right"
    smaller = judge("conv1.activations", "32768", more=", with: {input: 32x32x3}")
    assert (smaller.verdict, smaller.case.graph.spec.input) == ("right", (32, 32, 3))
    half = judge("conv1.weights", "1728", "bytes", more=", with: {dtype: float16}")
    assert (half.verdict, half.case.plan.dtype, half.case.plan.batch) == ("right", "float16", 64)
    adam = judge("optimizer.slots", "2", more=", with: {optimizer: adam}")
    assert adam.verdict == "right"


def test_bare_totals():
    assert judge("activations", "1000", network=TOTALS).verdict == "right"
    assert judge("training.miscellaneous", "40", "bytes", network=TOTALS).verdict == "right"
    for quantity in ("weights", "buffers", "im2col", "inference.total", "inference.activations"):
        found = judge(quantity, "1", network=TOTALS)
        assert (found.verdict, found.exact, found.explanations) == ("unknown", None, ())
    assert "Bare totals" in refused("activations", more=", with: {input: 4x4x1}", network=TOTALS)


@pytest.mark.parametrize(
    ("quantity", "hint"),
    [
        ("conv1.wieghts", 'Did you mean "conv1.weights"?'),
        ("conv3.weights", 'Did you mean "conv2.weights"?'),
        ("training.totl", 'Did you mean "training.total"?'),
        ("activation", 'Did you mean "activations"?'),
        ("zzz", "It is one of: weights, biases"),
        ("weights + training.total", "values and bytes"),
        ("activations +", "There is no quantity"),
    ],
)
def test_an_unknown_quantity_offers_the_nearest(quantity, hint):
    assert hint in refused(quantity)


def test_an_unknown_unit_names_the_known():
    assert "It is one of: values, K, M, G, bytes, kB" in refused("weights", unit="furlongs")
    assert 'Did you mean "MiB"?' in refused("weights", unit="Mib")
    assert "no unit" in refused("optimizer.slots", unit="MB")


def test_an_input_that_does_not_fit_is_told_at_its_place():
    message = refused("fc.weights", more=", with: {input: 2x2x3}")
    assert message.startswith("model.yaml:16")
    assert "does not fit the claim's input" in message
    assert "pool2" in message


# ---- the verdict -------------------------------------------------------------------------


def test_the_verdicts():
    assert judge("activations", "157226").verdict == "right"
    assert judge("activations", "157.23", "K").verdict == "right as rounded"
    assert judge("activations", "157.22", "K").verdict == "explained"
    assert judge("activations", "157.22", "K").explanations[0].mistakes == ("truncated",)
    binary = judge("training.total", "129.8", "MB")
    assert (binary.verdict, binary.fitting_units) == ("wrong unit", ("MiB",))
    assert names(binary) == [("mb_for_mib",)]
    giga = judge("training.total", "129.79", "GB")
    assert (giga.verdict, giga.fitting_units, names(giga)) == (
        "wrong unit",
        ("MiB",),
        [("gb_for_mib",)],
    )
    thousand = judge("activations", "157.226", "M")
    assert (thousand.verdict, thousand.fitting_units) == ("wrong unit", ("K",))
    assert names(thousand) == [("m_for_k",)]
    assert judge("activations", "123456").verdict == "not explained"
    assert judge("activations", "123456").explanations == ()


# ---- the mistakes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quantity", "value", "unit", "name"),
    [
        ("conv2.weights", 3 * 3 * 64, "values", "input_depth_forgotten"),
        ("conv2.weights", 3 * 32 * 64, "values", "kernel_not_squared"),
        ("conv1.biases", 3, "values", "depths_swapped"),
        ("conv1.biases", 1, "values", "one_bias_for_the_layer"),
        ("conv1.parameters", 864, "values", "bias_forgotten"),
        ("pool1.weights", 2 * 2 * 32, "values", "pooling_given_weights"),
        ("conv1.weights", 864 * 2500, "values", "weights_not_shared"),
        ("conv1.im2col", 7500, "values", "im2col_forgotten"),
        ("fc.weights", 25 * 25 * 64 * 500, "values", "flatten_before_last_pool"),
        ("fc.weights", 64 * 500, "values", "flatten_forgotten"),
        # sizes go on through the layers behind
        ("conv1.activations", 49 * 49 * 32, "values", "padding_counted_once"),
        ("fc.weights", 11 * 11 * 64 * 500, "values", "padding_counted_once"),
        ("pool2.activations", 13 * 13 * 64, "values", "ceil_for_floor"),
        ("fc.weights", 13 * 13 * 64 * 500, "values", "ceil_for_floor"),
        ("fc.weights", 5_000_000, "values", "floor_not_taken"),
        # in every layer, added up
        ("weights", 288 + 576 + 4_608_000 + 5_000, "values", "input_depth_forgotten"),
        ("biases", 4, "values", "one_bias_for_the_layer"),
        ("parameters", 4_632_296, "values", "bias_forgotten"),
        ("activations", 157_226 + 1_600, "values", "ceil_for_floor"),
        # over the network
        ("activations", 37_226, "values", "volume_before_pooling_forgotten"),
        ("activations", 157_226 + 7_500 + 20_000, "values", "inputs_counted_beside_outputs"),
        ("activations", 2 * 157_226, "values", "feature_maps_counted_twice"),
        ("activations", 140_000 + 1000 * 17_226, "values", "prefix_lost_in_a_sum"),
        ("activations", 8 * 157_226, "bytes", "bytes_per_value_wrong"),
        ("activations", 157_226, "bytes", "values_for_bytes"),
        ("activations", 4 * 157_226, "values", "bytes_for_values"),
        ("parameters", 64 * 4_632_902, "values", "batch_multiplied_into_weights"),
        # the account
        ("training.total", 2 * 136_094_536, "bytes", "bytes_per_value_wrong"),
        ("training.activations", 628_904, "bytes", "batch_forgotten"),
        ("training.total", 4 * (3 * 4_632_902 + 2 * 157_226), "bytes", "batch_forgotten"),
        ("training.total", 4 * (2 * 4_632_902 + 10_062_464), "bytes", "gradients_forgotten"),
        ("training.total", 4 * (2 * 4_632_902 + 20_124_928), "bytes", "optimizer_state_forgotten"),
        ("training.total", 4 * 64 * (3 * 4_632_902 + 314_452), "bytes",
         "batch_multiplied_into_weights"),
        ("training.parameters", 64 * 18_531_608, "bytes", "batch_multiplied_into_weights"),
        ("training.total", 4 * (3 * 4_632_902 + 128 * 37_226), "bytes",
         "volume_before_pooling_forgotten"),
        ("training.total", 4 * (3 * 4_632_296 + 20_124_928), "bytes", "bias_forgotten"),
        ("inference.total", 4 * (4_632_902 + 10_062_464), "bytes",
         "inference_sums_all_activations"),
        ("inference.activations", 40_249_856, "bytes", "inference_sums_all_activations"),
    ],
)  # fmt: skip
def test_a_single_mistake_is_found(quantity, value, unit, name):
    found = judge(quantity, str(value), unit)
    assert found.verdict == "explained"
    assert (name,) in names(found)
    assert all(way.is_single and way.value == found.printed.value for way in found.explanations)


def test_the_batch_of_the_claim_forgotten():
    found = judge("conv1.activations", "80000", more=", with: {batch: 64}")
    assert (found.verdict, names(found)) == ("explained", [("batch_forgotten",)])


def test_layers_of_other_kinds():
    groups = judge("block.one.main.weights", "144", network=BRANCHES)
    assert ("groups_ignored",) in names(groups)
    norm = judge("block.one.norm.parameters", "16", network=BRANCHES)
    assert ("norm_buffers_counted_as_trained",) in names(norm)
    assert ("norm_parameters_forgotten",) in names(
        judge("block.one.norm.parameters", "0", network=BRANCHES)
    )


def test_a_network_that_falls_apart_is_no_hypothesis():
    """Padding counted once makes 7×7 of one branch only, and the add refuses it."""
    found = judge("conv1.activations", str(7 * 7 * 4), network=BRANCHES)
    assert ("padding_counted_once",) in names(found)
    assert judge("activations", "12345", network=BRANCHES).explanations == ()


def test_two_slips_are_told_from_one():
    pair = judge("activations", "1.1995", "MB")  # 157,226·8 / 1024²
    assert ("bytes_per_value_wrong", "mb_for_mib") in names(pair)
    assert not any(cause.is_single for cause in pair.explanations)
    assert judge("activations", "1.2", "MB").explanations
    for digit in "2345":
        assert all(cause.is_single for cause in judge("activations", digit, "MB").explanations)


def test_working_can_be_shown():
    (cause,) = judge("conv2.weights", str(3 * 3 * 64)).explanations
    (step,) = cause.steps
    assert (step.arguments, step.value) == ({"k_h": 3, "k_w": 3, "c_out": 64}, 576)
    (cause,) = judge("fc.weights", str(11 * 11 * 64 * 500)).explanations
    assert cause.layers == 2
    cause = judge("training.total", str(4 * (3 * 4_632_902 + 128 * 37_226)), "bytes").explanations[
        0
    ]
    assert [step.value for step in cause.steps] == [37_226, cause.value]


def test_causes_shared_by_all_figures_of_a_source():
    claims = """
  - {quantity: activations, value: 37.2, unit: K, source: a}
  - {quantity: training.activations, value: 9.1, unit: MB, source: a}
  - {quantity: activations, value: 314452, source: b}"""
    first, second, third = judged(claims)
    for found in (first, second):
        assert found.explanations[0].mistakes[0] == "volume_before_pooling_forgotten"
        assert found.explanations[0].explains_all
    assert names(third) == [("feature_maps_counted_twice",)]
    assert not third.explanations[0].explains_all


# ---- what a claim says of its number ---------------------------------------------------


@pytest.mark.parametrize(
    ("says", "value", "verdict"),
    [
        ("more than", "860", "true bound"), ("more than", "0.8", "true bound"),
        ("less than", "865", "true bound"), ("more than", "864", "not explained"),
        ("less than", "864", "not explained"), ("more than", "900", "not explained"),
        ("less than", "288", "explained"), ("exactly", "864", "right"),
        ("measured", "864", "right"), ("measured", "2000", "measured elsewhere"),
        ("measured", "288", "measured elsewhere"),
        ("elsewhere", "864", "right"), ("elsewhere", "288", "right elsewhere"),
    ],
)  # fmt: skip
def test_a_bound_and_a_measurement(says, value, verdict):
    found = judge("conv1.weights", value, more=f", says: {says}")
    assert found.verdict == verdict
    assert bool(found.explanations) == (verdict == "explained")


def test_a_bound_is_compared_exactly():
    """552 MB is less than 553.43 MB, and 553.5 is no lower bound of it."""
    for value, verdict in (("628.9", "true bound"), ("628.91", "not explained")):
        found = judge("activations", value, "kB", ", says: more than")
        assert found.verdict == verdict


def test_only_the_mistakes_that_a_claim_names_are_offered():
    both = judge("conv1.weights", "288")
    assert names(both) == [("input_depth_forgotten",), ("kernel_not_squared",)]
    for name in ("input_depth_forgotten", "kernel_not_squared"):
        found = judge("conv1.weights", "288", more=f", mistakes: [{name}]")
        assert (found.verdict, names(found)) == ("explained", [(name,)])
    turned = "[kernel_not_squared, input_depth_forgotten]"
    assert names(judge("conv1.weights", "288", more=f", mistakes: {turned}")) == names(both)[::-1]
    for none in ("[]", "[bias_forgotten]"):
        found = judge("conv1.weights", "288", more=f", mistakes: {none}")
        assert (found.verdict, names(found)) == ("not explained", [])


def test_mistakes_that_are_made_together():
    more = ", mistakes: [input_depth_forgotten + bytes_for_values]"
    found = judge("conv2.weights", str(4 * 576), more=more)
    assert names(found) == [("input_depth_forgotten", "bytes_for_values")]
    cut = judge("activations", "628", "kB", ", mistakes: [rounded_before_multiplying + truncated]")
    assert cut.verdict == "rounded early"
    assert {way.mistakes for way in cut.explanations} == {
        ("rounded_before_multiplying", "truncated")
    }


def test_a_mistake_that_is_not_known():
    near = refused_here("conv1.weights", ", mistakes: [input_depth_forgoten]")
    assert 'Did you mean "input_depth_forgotten"?' in near
    assert "a mistake that is not known" in refused_here("conv1.weights", ", mistakes: [zzz + yyy]")


def refused_here(quantity: str, more: str) -> str:
    """The error with which every command refuses the file, whether it judges claims or not."""
    claim = f"  - {{quantity: {quantity}, value: 1{more}}}"
    spec = read_yaml(f"{NETWORK}claims:\n{claim}\n".encode(), "model.yaml")
    with pytest.raises(ModelFileError) as caught:
        check_claims(Case(build(spec), plan_for(spec)))
    assert caught.value.place.line
    return str(caught.value)


# ---- rounded early -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quantity", "value", "unit"),
    [
        ("activations", "628.8", "kB"),  # 157.2K · 4
        ("parameters", "18.4", "MB"),  # 4.6M · 4
        # 1.26 MB an image and 55.59 MB of parameters: 1.26·64 + 55.59
        ("training.total", "136.23", "MB"),
    ],
)
def test_a_right_method_with_rounded_parts(quantity, value, unit):
    found = judge(quantity, value, unit)
    assert (found.verdict, found.explanations[0].is_rounding) == ("rounded early", True)


def test_what_is_merely_near_is_not_rounded_early():
    """No tolerance: a number between the right one and what rounded parts give is unexplained."""
    for value in ("136.22", "136.24", "136.15"):
        assert judge("training.total", value, "MB").verdict == "not explained"
    assert judge("activations", "628.7", "kB").verdict == "not explained"


# ---- sources -----------------------------------------------------------------------------


def test_a_source_has_an_address_wherever_its_words_stand():
    found = judged("""
  - {quantity: activations, value: 1, source: {text: a book, link: https://example.org/a(1)}}
  - {quantity: activations, value: 2, source: a book}
  - {quantity: activations, value: 3, source: another}
  - {quantity: activations, value: 4}""")
    links = [one.spec.source.link if one.spec.source else None for one in found]
    assert links == ["https://example.org/a(1)", "https://example.org/a(1)", "", None]


def test_keras_figures_are_no_mistakes_of_the_character_lstm():
    """Keras has one bias vector for each of the four gates: 4,096 parameters fewer."""
    work = explainer.explain("example:char_lstm").results
    found = {one.spec.quantity: one for one in claims_of(work.case)}
    for quantity in ("lstm.parameters", "parameters"):
        assert found[quantity].verdict == "right elsewhere"
        exact = found[quantity].exact
        assert exact is not None
        assert exact - found[quantity].printed.value == 4 * 1024
    told = [block(one) for one in instructive_mistakes(work)]
    assert not any("nobody has confirmed" in one for one in told)
