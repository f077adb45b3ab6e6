"""The five source cases: every exact figure of their tables, as the case files give it.

The numbers are copied from the case files, which were computed by hand; none is from here.
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

import explainer
from explainer.mistakes.engine.claims import ClaimResult, judge_claims
from explainer.network.case import Case
from explainer.network.graph import build
from explainer.network.plan import plan_for
from explainer.network.units import in_unit
from explainer.readers import example_bytes, read
from explainer.readers.from_yaml import read_yaml

pytestmark = pytest.mark.quick


def figures(name: str, **arguments: Any) -> Any:
    return json.loads(explainer.explain(f"example:{name}", **arguments).json())


def layers(name: str) -> dict[str, Any]:
    return {row["name"]: row for row in figures(name)["layers"]}


def claims(name: str) -> list[ClaimResult]:
    spec = read(f"example:{name}")
    return list(judge_claims(Case(build(spec), plan_for(spec))))


def names(result: ClaimResult) -> list[tuple[str, ...]]:
    return [cause.mistakes for cause in result.explanations]


def one(results: list[ClaimResult], quantity: str, value: str) -> ClaimResult:
    (found,) = (r for r in results if (r.spec.quantity, r.spec.value) == (quantity, value))
    return found


# ---- small-cnn-50 ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layer", "output", "activations", "batch", "weights", "biases"),
    [
        ("input", [50, 50, 3], 7_500, 480_000, 0, 0),
        ("conv1", [50, 50, 32], 80_000, 5_120_000, 864, 32),
        ("pool1", [25, 25, 32], 20_000, 1_280_000, 0, 0),
        ("conv2", [25, 25, 64], 40_000, 2_560_000, 18_432, 64),
        ("pool2", [12, 12, 64], 9_216, 589_824, 0, 0),
        ("fc", [500], 500, 32_000, 4_608_000, 500),
        ("output", [10], 10, 640, 5_000, 10),
    ],
)
def test_small_cnn_rows(layer, output, activations, batch, weights, biases):
    row = layers("small-cnn-50")[layer]
    assert row["output"] == output
    assert row["activations"] == activations
    assert row["activations"] * 64 == batch
    assert (row["weights"], row["biases"]) == (weights, biases)


def test_small_cnn_totals():
    found = figures("small-cnn-50")
    totals, training = found["totals"], found["memory"]["textbook"]["training"]
    assert found["batch"] == 64
    assert (totals["activations"], totals["activations"] * 64) == (157_226, 10_062_464)
    assert (totals["weights"], totals["biases"]) == (4_632_296, 606)
    assert totals["parameters"] == 4_632_902
    assert totals["activations"] * 4 == 628_904
    assert training["activations"] == 40_249_856
    assert (in_unit(40_249_856, "MB"), in_unit(40_249_856, "MiB")) == ("40.2", "38.4")
    assert training["total"] == 136_094_536
    assert in_unit(136_094_536, "MiB") == "129.8"


def test_small_cnn_what_if():
    text = example_bytes("small-cnn-50").decode()
    wide = text.replace(
        "kernel_size: 3, padding: 1, name: conv1", "kernel_size: 11, padding: 5, name: conv1"
    )
    conv1 = build(read_yaml(wide.encode(), "wide.yaml")).nodes[1]
    assert (conv1.count("weights"), conv1.count("activations")) == (11_616, 80_000)
    ceil = text.replace(
        "kernel_size: 2, name: pool2", "kernel_size: 2, ceil_mode: true, name: pool2"
    )
    nodes = {node.name: node for node in build(read_yaml(ceil.encode(), "ceil.yaml")).nodes}
    assert nodes["pool2"].output == (13, 13, 64)
    assert nodes["pool2"].count("activations") == 10_816


def test_small_cnn_claims():
    found = claims("small-cnn-50")
    depth = one(found, "conv1.weights", "288")
    assert (depth.verdict, names(depth)) == ("explained", [("input_depth_forgotten",)])
    for quantity, value in (
        ("input.activations", "7.5"), ("conv1.activations", "80"), ("pool1.activations", "20"),
        ("conv2.activations", "40"), ("fc.activations", "0.5"),
    ):  # fmt: skip
        assert one(found, quantity, value).verdict == "right"
    assert one(found, "pool2.activations", "9.2").verdict == "right as rounded"
    assert one(found, "activations", "157.2").verdict == "right as rounded"
    early = one(found, "activations", "628.8")
    assert (early.verdict, early.exact) == ("rounded early", 628_904)
    assert ("rounded_before_summing",) in names(early)
    assert one(found, "activations", "40").verdict == "right as rounded"
    rule = one(found, "training.total", "55,594,824")
    assert (rule.verdict, rule.exact) == ("explained", 136_094_536)
    assert names(rule) == [("activations_forgotten",)]
    assert rule.explanations[0].value == rule.printed.value


# ---- vgg16 -------------------------------------------------------------------------------


def test_vgg16_activations():
    found = figures("vgg16")
    rows = {row["name"]: row["activations"] for row in found["layers"]}

    def together(start: str) -> int:
        return sum(count for name, count in rows.items() if name.startswith(start))

    assert found["totals"]["activations"] == 15_237_608
    assert rows["input"] == 150_528
    assert together("conv") == 13_547_520
    assert together("pool") == 1_530_368
    assert together("fc") == 9_192
    assert 4 * found["totals"]["activations"] == 60_950_432
    assert (in_unit(60_950_432, "MB"), in_unit(60_950_432, "MiB")) == ("61.0", "58.1")


def test_vgg16_parameters():
    found = figures("vgg16")
    rows = {row["name"]: row["parameters"] for row in found["layers"]}
    totals = found["totals"]
    assert (totals["weights"], totals["biases"]) == (138_344_128, 13_416)
    assert totals["parameters"] == 138_357_544
    assert found["memory"]["textbook"]["training"]["parameters"] == 553_430_176
    assert (in_unit(553_430_176, "MB"), in_unit(553_430_176, "MiB")) == ("553.4", "527.8")
    groups = {"conv1": 38_720, "conv2": 221_440, "conv3": 1_475_328, "conv4": 5_899_776}
    groups |= {"conv5": 7_079_424, "fc1": 102_764_544, "fc2": 16_781_312, "fc3": 4_097_000}
    for start, count in groups.items():
        assert sum(n for name, n in rows.items() if name.startswith(start)) == count


def test_vgg16_two_hypotheses_reproduce_both_figures():
    found = claims("vgg16")
    values, size = one(found, "activations", "24"), one(found, "activations", "93")
    assert (values.verdict, size.verdict) == ("explained", "explained")
    assert {cause.mistakes[0] for cause in values.explanations} == {
        "prefix_lost_in_a_sum", "inputs_counted_beside_outputs",
    }  # fmt: skip
    assert all(cause.is_single and cause.explains_all for cause in values.explanations)
    assert {cause.value for cause in values.explanations} == {
        Fraction("24.420416"), Fraction("24.367"), Fraction("24.319464"),
    }  # fmt: skip
    assert all(cause.mistakes[1:] == ("mb_for_mib",) for cause in size.explanations)
    assert all(cause.explains_all for cause in size.explanations)
    rounded = sorted(round(float(cause.value), 2) for cause in size.explanations)
    assert rounded == [92.77, 92.95, 93.16]


def test_vgg16_other_claims():
    found = claims("vgg16")
    assert one(found, "parameters", "138").verdict == "right as rounded"
    rows = one(found, "activations", "15.184")
    assert (rows.verdict, names(rows)) == ("rounded early", [("rounded_before_summing",)])
    assert rows.explanations[0].value == Fraction("15.184192")
    # 15.184M · 4 are 60.7 MB, "about 60": it did not go on from 15M.
    short = one(found, "activations", "60")
    assert short.verdict == "rounded early"
    assert set(names(short)) == {("rounded_before_summing", "truncated")}
    assert Fraction("60.736768") in {cause.value for cause in short.explanations}
    zoo = one(found, "parameters", "528")
    assert (zoo.verdict, zoo.fitting_units, names(zoo)) == (
        "wrong unit",
        ("MiB",),
        [("mb_for_mib",)],
    )
    saved, rounded = one(found, "parameters", "552"), one(found, "parameters", "526")
    assert (saved.verdict, saved.exact, names(saved)) == ("true bound", 553_430_176, [])
    assert rounded.verdict == "rounded early"
    assert names(rounded) == [("rounded_before_multiplying", "mb_for_mib")]
    assert one(found, "input.activations", "150").verdict == "right as rounded"  # to two digits
    for result in found:
        if result.spec.source and result.spec.source.text.endswith("by group"):
            assert result.verdict == "right", result.spec


def test_vgg16_in_training():
    training = figures("vgg16", batch=32)["memory"]["textbook"]["training"]
    assert in_unit(training["activations"], "GB") == "1.95"
    assert in_unit(training["parameters"], "GB") == "0.55"
    second = layers("vgg16")["conv1_2"]["im2col"]
    assert in_unit(4 * second, "MB") == "115.6"


# ---- tiny-cnn-512 ------------------------------------------------------------------------


def test_tiny_cnn_rows():
    rows = layers("tiny-cnn-512")
    names = ["input", *(f"pool{i}" for i in range(1, 7))]
    outputs = [[512, 512, 3], [256, 256, 6], [128, 128, 12], [64, 64, 24], [32, 32, 48]]
    outputs += [[16, 16, 96], [8, 8, 192]]
    assert [rows[name]["output"] for name in names] == outputs
    counts = [786_432, 393_216, 196_608, 98_304, 49_152, 24_576, 12_288]
    assert [rows[name]["activations"] for name in names] == counts
    assert sum(counts) == 1_560_576


def test_tiny_cnn_exact_figures():
    rows, totals = layers("tiny-cnn-512"), figures("tiny-cnn-512")["totals"]
    weights = [rows[f"conv{i}"]["weights"] for i in range(1, 7)]
    assert weights == [162, 648, 2_592, 10_368, 41_472, 165_888]
    assert (totals["weights"], totals["biases"]) == (221_130, 378)
    assert totals["activations"] == 4_657_152
    assert in_unit(4 * totals["activations"], "MiB") == "17.8"
    assert rows["conv1"]["im2col"] == 7_077_888
    assert in_unit(4 * 7_077_888, "MiB") == "27.0"
    assert sum(rows[f"conv{i}"]["im2col"] for i in range(1, 7)) == 13_934_592


def test_tiny_cnn_inference():
    inference = figures("tiny-cnn-512")["memory"]["textbook"]["inference"]
    assert round(inference["parameters"] / 10**6, 2) == 0.89
    assert in_unit(inference["activations"], "MB") == "9.44"


def test_tiny_cnn_claims():
    found = claims("tiny-cnn-512")
    volumes = one(found, "activations", "1,560,576")
    assert names(volumes) == [("volume_before_pooling_forgotten",)]
    assert volumes.explanations[0].value == 1_560_576
    for layer, printed in zip(
        range(1, 7), ("216", "432", "864", "1,728", "3,456", "6,912"), strict=True
    ):
        row = one(found, f"conv{layer}.weights", printed)
        assert (row.verdict, names(row)) == (
            "explained",
            [("input_depth_forgotten", "bytes_for_values")],
        )
    assert one(found, "input.weights", "108").exact == 0
    assert one(found, "weights", "13,716").exact == 221_130
    assert one(found, "weights", "2").verdict == "not explained"
    whole = one(found, "training.total", "1")
    assert (whole.verdict, whole.explanations) == ("measured elsewhere", ())
    assert one(found, "activations + weights", "6,297,168").exact == 4 * (4_657_152 + 221_130)


# ---- totals-recipe -----------------------------------------------------------------------


def test_totals_recipe():
    found = figures("totals-recipe")
    training = found["memory"]["textbook"]["training"]
    assert found["batch"] == 128

    def mib(size: int) -> Fraction:
        return Fraction(size, 2**20)

    image = Fraction(training["activations"] + training["activation_gradients"], 128)
    own = training["parameters"] + training["gradients"] + training["optimizer"]
    assert round(float(image / 2**20), 4) == 4.0646
    assert round(float(mib(own)), 4) == 218.2730
    assert round(float(mib(training["miscellaneous"])), 4) == 4.3945
    assert round(float(mib(training["total"])), 2) == 742.93


def test_totals_recipe_claims():
    image, own, other, total = claims("totals-recipe")
    for part in (image, own, other):
        assert (part.verdict, part.fitting_units, names(part)) == (
            "wrong unit", ("MiB",), [("mb_for_mib",)],
        )  # fmt: skip
    assert (total.verdict, names(total)) == (
        "rounded early",
        [("rounded_before_summing", "mb_for_mib")],
    )
    assert total.explanations[0].value == total.printed.value


# ---- seven-parts -------------------------------------------------------------------------


def test_seven_parts():
    found = figures("seven-parts")
    row = found["layers"][1]
    assert (row["output"], row["weights"], row["parameters"]) == ([30, 30, 64], 1_728, 1_792)
    assert (4 * row["weights"], 4 * row["parameters"]) == (6_912, 7_168)
    assert 32 * 4 * row["activations"] == 7_372_800
    assert (in_unit(7_372_800, "MB"), in_unit(7_372_800, "MiB")) == ("7.37", "7.03")
    assert (in_unit(19_267_584, "MB"), in_unit(19_267_584, "MiB")) == ("19.3", "18.4")


def test_seven_parts_claims():
    found = claims("seven-parts")
    assert one(found, "conv1.weights", "1,728").verdict == "right"
    assert one(found, "conv1.weights", "6,912").verdict == "right"
    assert one(found, "optimizer.slots", "2").verdict == "right"
    for value in ("12,288,000", "12"):
        maps = one(found, "conv1.activations", value)
        assert (maps.verdict, maps.exact, maps.explanations) == (
            "not explained", 7_372_800, (),
        )  # fmt: skip
    for value in ("602,112", "0.6"):
        image = one(found, "input.activations", value)
        assert (image.verdict, image.exact) == ("explained", 19_267_584)
        assert names(image) == [("batch_forgotten",)]
