"""The catalogue: every mistake is in it, with a reason, an example that holds, its sources."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from explainer.layers import LAYERS
from explainer.mistakes.catalogue import catalogue
from explainer.mistakes.engine.claims import judge_claims
from explainer.mistakes.numbers import SAMPLE
from explainer.mistakes.published import claim_of, published
from explainer.network.case import Case
from explainer.network.graph import build
from explainer.network.plan import plan_for
from explainer.page.sentences import knows, sentences
from explainer.readers import read
from explainer.readers.errata import Erratum, errata
from tests.command_line import explain as run_command
from tests.every_formulary import every_mistake

pytestmark = pytest.mark.quick

ENTRIES = catalogue()
EXAMPLES = {entry.name: entry.example for entry in ENTRIES if entry.example}
WIDE = '<span class="wide"'


def test_no_mistake_is_forgotten():
    assert {mistake.name for mistake in every_mistake()} == {entry.name for entry in ENTRIES}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_mistake_has_a_title_a_reason_and_an_example(entry):
    assert knows(f"mistake.{entry.name}")
    assert knows(f"reason.{entry.name}")
    assert knows(f"spoilt.{entry.mistake.spoils}")
    assert entry.mistake.why.endswith(".")
    assert entry.example is not None


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_the_example_is_wrong_and_where_it_hides_it_is_right(entry):
    example = entry.example
    assert example is not None

    def both(values):
        right, wrong = example.right, example.wrong
        return right.value(right.arguments(values)), wrong.value(wrong.arguments(values))

    right, wrong = both(example.values)
    assert (right, wrong) == (example.right_value, example.wrong_value)
    assert right != wrong
    for symbol, value in example.hiding:
        right, wrong = both({**example.values, symbol: value})
        assert right == wrong


def test_nothing_spoilt_is_left_over():
    given = {key.removeprefix("spoilt.") for key in sentences() if key.startswith("spoilt.")}
    assert given == {entry.mistake.spoils for entry in ENTRIES}


def test_no_reason_is_left_over():
    given = {key.removeprefix("reason.") for key in sentences() if key.startswith("reason.")}
    assert given == {entry.name for entry in ENTRIES}


def test_by_hand():
    by_name = {entry.name: entry.example for entry in ENTRIES}
    padding = by_name["padding_counted_once"]
    assert padding is not None
    assert (padding.right_value, padding.wrong_value) == (32 + 2 - 3 + 1, 32 + 1 - 3 + 1)
    assert dict(padding.hiding) == {"s_h": 2, "p_h": 0}
    depth = by_name["input_depth_forgotten"]
    assert depth is not None
    assert (depth.right_value, depth.wrong_value) == (3 * 3 * 6 * 16, 3 * 3 * 16)


# What a layer without a window takes, and its settings, by the numbers of an example.
WITHOUT_WINDOW: dict[str, Callable[[dict[str, Any]], tuple[Any, dict[str, Any]]]] = {
    "depthwise_conv2d": lambda v: (
        [8, 8, v["c_in"]],
        {"kernel_size": 3, "depth_multiplier": v["m"]},
    ),
    "crop2d": lambda v: ([v["H_in"], v["H_in"], 4], {"cropping": v["r_h"]}),
    "rnn": lambda v: ("5x4", {"hidden_size": v["h"], "bidirectional": v["directions"] == 2}),
    "slice": lambda v: ([32], {"start": v["i_start"], "end": v["i_end"]}),
    "chunk": lambda v: ([v["H_in"]], {"chunks": v["chunks"]}),
    "pixel_shuffle": lambda v: ([8, 8, v["c_in"]], {"upscale_factor": v["r"]}),
    "reshape": lambda v: ([8, 8, 8], {"shape": [-1, 8]}),
    "permute": lambda v: ([v["H_in"], v["W_in"], 4], {"dims": ["width", "height", "channels"]}),
    "squeeze": lambda v: ([1, 1, v["c_in"]], {}),
    "split": lambda v: ([v["H_in"]], {"sizes": [v["m_first"], v["H_in"] - v["m_first"]]}),
    "concat": lambda v: ([8, 8, v["c"][0]], {"from": ["input", "input"]}),
    "matmul": lambda _: ("5x8", {"from": ["input", "input"], "transpose_second": True}),
    "global_avg_pool2d": lambda v: ([v["H_in"], v["W_in"], v["c_in"]], {}),
    "class_token": lambda v: (f"{v['L_in']}x4", {}),
    "mean": lambda v: (f"{v['L_in']}x{v['c_in']}", {"axis": "channels"}),
}


def built(kind: str, values: dict[str, Any]) -> None:
    """Build a layer of the kind with these numbers; it stops where they can't be."""
    if kind in WITHOUT_WINDOW:
        size, settings = WITHOUT_WINDOW[kind](values)
        build(read({"name": "one", "input": size, "layers": [{kind: settings}]}))
        return
    letters = {"kernel_size": "k", "stride": "s", "padding": "p", "dilation": "d"}
    letters |= {"output_padding": "a"} if kind == "conv_transpose2d" else {}
    known = {setting.name for setting in LAYERS[kind].settings} & {*letters}
    axes = [values.get(f"{letters[name]}_h") for name in sorted(known)]
    usual = {"kernel_size": 3, "stride": 1, "padding": 0, "dilation": 1, "output_padding": 0}
    settings = {
        name: usual[name] if given is None else given
        for name, given in zip(sorted(known), axes, strict=True)
    }
    settings |= {"ceil_mode": True} if "pool" in kind else {"out_channels": 4}
    size = values.get("H_in", 32)
    build(read({"name": "one", "input": [size, size, 4], "layers": [{kind: settings}]}))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_a_layer_with_the_numbers_of_an_example_can_be_built(entry):
    example = EXAMPLES[entry.name]
    if entry.about == "sizes" and "P_h" not in example.values:
        built(entry.kinds[0], example.values)
        for symbol, value in example.hiding:
            built(entry.kinds[0], {**example.values, symbol: value})


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_the_example_is_of_the_mistake_that_the_entry_names(entry):
    assert EXAMPLES[entry.name].wrong is entry.mistake


def test_a_mistake_of_ceil_mode_stands_beside_the_law_of_ceil_mode():
    for name, wrong in (("floor_for_ceil", 15), ("last_window_starts_outside", 17)):
        example = EXAMPLES[name]
        # 16 windows that are 2 rows apart: the last starts at row 30 of 32, a next one at 32.
        assert (example.values["H_in"], example.values["s_h"]) == (32, 2)
        assert (example.right_value, example.wrong_value) == (16, wrong)
    assert EXAMPLES["ceil_for_floor"].right_value == 15  # the mistake the other way round


def test_the_sample_network_agrees_with_itself():
    sums, b = SAMPLE["A"], SAMPLE["b"]
    assert SAMPLE["activations"] == sum(sums.values())
    assert sums["max_pool2d"] * 4 == sums["conv2d"] == SAMPLE["A_before_pooling"]
    assert SAMPLE["A_with_prefix"] + SAMPLE["A_in_full"] == SAMPLE["activations"]
    assert SAMPLE["activations_2"] == 4 * SAMPLE["A_with_prefix"] + sums["linear"]
    assert SAMPLE["bytes_of_activations"] == SAMPLE["activations"] * b
    assert SAMPLE["bytes_of_input"] == sums["input"] * b
    maps, image = SAMPLE["bytes_of_feature_maps"], SAMPLE["bytes_of_input"]
    assert maps + image == SAMPLE["bytes_of_activations"]
    assert SAMPLE["bytes_of_images"] == 2 * SAMPLE["bytes_of_activations"]
    gradients = SAMPLE["bytes_of_gradients"] + SAMPLE["bytes_of_activation_gradients"]
    assert SAMPLE["bytes_of_all_gradients"] == gradients
    forgotten = EXAMPLES["volume_before_pooling_forgotten"]
    assert "A_max_pool2d" in forgotten.right.arguments(forgotten.values)


def test_the_scales_of_whole_numbers_of_one_byte():
    assert EXAMPLES["scales_forgotten"].values["b"] == 1


# ---- errata ---------------------------------------------------------------------------


def figure(erratum: Erratum) -> str:
    return f"{erratum.example} {erratum.quantity} {erratum.value} {erratum.unit}"


@pytest.mark.parametrize("erratum", errata(), ids=figure)
def test_every_erratum_is_judged_so(erratum):
    spec = read(f"example:{erratum.example}")
    results = judge_claims(Case(build(spec), plan_for(spec)))
    result = next(result for result in results if result.spec == claim_of(erratum))
    ways = tuple(dict.fromkeys("+".join(cause.mistakes) for cause in result.explanations))
    assert (result.verdict, ways) == (erratum.verdict, erratum.mistakes)


def test_every_wrong_claim_of_the_five_cases_is_an_erratum():
    listed = {figure(erratum) for erratum in errata()}
    for name in ("small-cnn-50", "vgg16", "tiny-cnn-512", "totals-recipe", "seven-parts"):
        spec = read(f"example:{name}")
        for result in judge_claims(Case(build(spec), plan_for(spec))):
            claim = result.spec
            told = f"{name} {claim.quantity} {claim.value} {claim.unit}"
            wrong = not result.verdict.is_right and result.verdict != "measured elsewhere"
            assert wrong == (told in listed)


def test_every_erratum_has_its_provenance():
    assert all(erratum.provenance for erratum in errata())
    assert {erratum.example for erratum in errata()} == {
        "small-cnn-50", "vgg16", "tiny-cnn-512", "totals-recipe", "seven-parts",
    }  # fmt: skip


def test_the_sources_of_a_mistake():
    values = [one.erratum.value for one in published("prefix_lost_in_a_sum")]
    assert values == ["24", "93"]
    assert [one.alone for one in published("prefix_lost_in_a_sum")] == [True, False]


# ---- the command ----------------------------------------------------------------------


def test_the_list_names_every_mistake():
    lines = run_command("mistakes").text.splitlines()
    assert all(f"  {entry.name}" in lines for entry in ENTRIES)
    assert max(map(len, lines)) <= 80


def test_one_mistake_in_full():
    done = run_command("mistakes", "input_depth_forgotten")
    assert "864" in done.text
    assert "144" in done.text
    assert "**288 values**" in done.text


def test_a_page_names_things_in_words():
    zero = run_command("mistakes", "zero_divides_everything").text
    assert "It gives a wrong value for the bytes of a device with ZeRO 3." in zero
    known = run_command("mistakes", "input_depth_forgotten").text
    assert "(`example:" in known
    assert "of `example:" not in known


def test_a_long_sum_can_be_broken_at_each_of_its_terms_and_a_long_term_scrolls():
    page = run_command("mistakes", "scales_forgotten", "--html", "-o", "-").text
    right = page.split(">Right: ")[1].split("</li>")[0]
    # The name, and five terms with symbols and with numbers.
    assert right.count("<math>") == 1 + 5 + 5
    assert [one.split("</span>")[0].count("channels") for one in right.split(WIDE)[1:]] == [1]


def test_a_short_formula_is_one_piece_without_a_box():
    page = run_command("mistakes", "bias_forgotten", "--html", "-o", "-").text
    right = page.split(">Right: ")[1].split("</li>")[0]
    assert right.count("<math>") == 3
    assert WIDE not in right


def test_an_unknown_name_offers_the_nearest():
    done = run_command("mistakes", "input_dept_forgotten")
    assert done.code == 2
    assert "input_depth_forgotten" in done.err


def test_json_has_its_keys():
    entries = json.loads(run_command("mistakes", "--json").text)
    assert len(entries) == len(ENTRIES)
    keys = {"name", "title", "why", "right", "example", "hides", "sources"}
    assert all(keys <= set(entry) for entry in entries)


def test_a_mistake_names_only_the_kinds_in_which_it_can_be_made():
    # What has no volume has no map of channels; what leaves the places as they are, no other size.
    kinds = {entry.name: set(entry.kinds) for entry in catalogue()}
    flat = {"embedding", "linear", "conv1d", "conv3d"}
    assert flat.isdisjoint(kinds["channels_forgotten"] | kinds["input_size_counted"])
    assert {"relu", "batch_norm2d", "prelu", "dropout"}.isdisjoint(kinds["input_size_counted"])
    assert {"conv2d", "max_pool2d", "upsample", "add"} <= kinds["input_size_counted"]
