"""Types of number: mixed precision, whole numbers, and what torch can't be asked."""

from __future__ import annotations

import json
from typing import Any

import pytest

import explainer
from explainer.memory.framework.saved import saved_for_backward
from explainer.memory.framework.simulation import inference, training_step
from explainer.memory.textbook.account import training_of
from explainer.memory.textbook.mixed import mixed_training
from explainer.mistakes.engine.claims import judge_claims
from explainer.network.case import Case
from explainer.network.plan import Plan
from explainer.network.tokens import bytes_of_tokens
from explainer.network.units import BYTES
from explainer.questions.fits.batch import framework_fit, textbook_fit
from explainer.readers import example_names
from explainer.results.results import Results
from tests.command_line import explain

MIXED = ("mixed_float16", "mixed_bfloat16")


def worked_out(model: Any, **options: Any) -> explainer.Document:
    return explainer.explain(f"example:{model}" if isinstance(model, str) else model, **options)


def memory_of(model: Any, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(worked_out(model, **options).json())["memory"]
    return found


# ---- mixed precision in the textbook account ----------------------------------------------


@pytest.mark.parametrize("dtype", MIXED)
def test_adam_takes_what_the_zero_paper_says(dtype: str):
    # arXiv:1910.02054, section 3.1: GPT-2 with 1.5 billion parameters needs at least 24 GB:
    # 2 and 2 bytes for parameters and gradients, 4 + 4 + 4 for what Adam keeps.
    gpt2 = {"totals": {"activations": 0, "parameters": 1_500_000_000}}
    training = memory_of(gpt2, dtype=dtype, optimizer="adam")["textbook"]["training"]
    assert training["total"] == 24 * 10**9
    assert training["parameters"] == training["gradients"] == 3 * 10**9
    assert training["optimizer"] == 18 * 10**9


@pytest.mark.parametrize(("optimizer", "bytes_each"), [("sgd", 8), ("momentum", 12), ("adam", 16)])
def test_each_parameter_is_told_from_its_parts(optimizer: str, bytes_each: int):
    document = worked_out("lenet5", dtype="mixed_float16", optimizer=optimizer)
    steps = {step.name: step for step in Results(document.case).training}
    each = steps["bytes_of_each_parameter"].value
    assert each == bytes_each
    trained = training_of(document.case)
    assert trained.parameters + trained.gradients + trained.optimizer == each * 61_706
    assert steps["bytes_of_masters"].value == 4 * 61_706


@pytest.mark.parametrize("name", example_names())
def test_values_take_half_and_the_optimizer_all_of_what_they_took(name: str):
    whole = memory_of(name, dtype="float32", optimizer="adam")["textbook"]
    mixed = memory_of(name, dtype="mixed_bfloat16", optimizer="adam")["textbook"]
    for part in ("parameters", "gradients", "activations", "activation_gradients"):
        assert 2 * mixed["training"][part] == whole["training"][part]
    masters = whole["training"]["parameters"]
    assert mixed["training"]["optimizer"] == whole["training"]["optimizer"] + masters
    if whole["inference"]["total"] is not None:
        tokens = bytes_of_tokens(worked_out(name).case)  # of 8 bytes each in any type
        halved = 2 * (mixed["inference"]["total"] - tokens)
        assert halved == whole["inference"]["total"] - tokens


def test_the_report_names_both_types_and_where_the_masters_are_counted():
    text = worked_out("lenet5", dtype="mixed_float16", optimizer="adam", detail="full").markdown()
    assert "the layers compute in `float16`, 2 bytes a value" in text
    assert "The masters are counted with the optimizer's state" in text
    assert "Mixed precision halves everything." in text
    assert text.count("**Masters forgotten.**") == 2


def test_the_mistakes_are_wrong_by_the_masters():
    document = worked_out("vgg16", dtype="mixed_float16", optimizer="adam", batch=3)
    work = Results(document.case)
    (whole,) = (step for step in work.training if step.name == "bytes_of_training")
    slips = {slip.mistake.name: slip for slip in whole.slips}
    assert whole.value - slips["masters_forgotten"].value == 4 * 138_357_544
    low = memory_of("vgg16", dtype="float16", optimizer="adam", batch=3)["textbook"]["training"]
    assert slips["mixed_halves_everything"].value == low["total"]
    assert {case.formula.name for case in mixed_training.mistakes} >= set(slips)


def test_a_claim_that_forgets_the_masters_is_found_out():
    claim = {"quantity": "training.optimizer", "value": 8 * 61_706, "unit": "bytes"}
    spec = {
        "name": "n",
        "totals": {"activations": 1000, "parameters": 61_706},
        "optimizer": "adam",
        "dtype": "mixed_float16",
        "claims": [claim],
    }
    document = worked_out(spec)
    (result,) = judge_claims(document.case)
    assert result.exact == 12 * 61_706
    assert result.verdict.is_wrong
    assert "Masters forgotten" in document.markdown().partition("## Published figures")[2]


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_the_largest_batch_is_what_trying_every_batch_gives(optimizer: str):
    document = worked_out("lenet5", dtype="mixed_float16", optimizer=optimizer)

    def total(batch: int) -> int:
        return training_of(document.case.with_plan(batch=batch)).total

    for size in (1, total(1) - 1, total(1), 2 * total(1), 5 * total(1) + 7):
        batch = 0
        while total(batch + 1) <= size:
            batch += 1
        fit = textbook_fit(document.case, size)
        assert fit is not None
        assert fit.largest == batch
    peak = training_step(document.case.with_plan(batch=9)).peak.total
    found = framework_fit(document.case, peak)
    assert found is not None
    assert found.largest >= 9


# ---- the framework account -----------------------------------------------------------------


def test_autocast_keeps_copies_of_the_image_and_of_the_weights():
    model = {"input": "4x5x2", "layers": [{"conv2d": {"out_channels": 3, "kernel_size": 1}}]}
    document = worked_out(model)
    plan = Plan(batch=7, dtype="mixed_bfloat16", loss="none")
    kept = saved_for_backward(Case(document.graph, plan)).storages
    assert {(each.what, each.bytes) for each in kept} == {
        ("copy_of_values", 2 * 7 * 4 * 5 * 2),
        ("copy_of_parameters", 2 * 2 * 3),
    }
    peak = inference(Case(document.graph, plan))
    copies = 2 * (2 * 3 + 3) + 2 * 7 * 4 * 5 * 2
    parameters, images, output = 4 * (2 * 3 + 3), 4 * 7 * 4 * 5 * 2, 2 * 7 * 4 * 5 * 3
    assert peak.total == parameters + images + copies + output


@pytest.mark.parametrize("dtype", ["float64", "float16", "bfloat16"])
def test_statistics_have_the_type_of_the_values(dtype: str):
    conv = {"conv2d": {"out_channels": 3, "kernel_size": 1}}
    model = {"input": "4x5x2", "layers": [conv, "batch_norm2d"]}
    saved = saved_for_backward(Case(worked_out(model).graph, Plan(dtype=dtype, loss="none")))
    assert saved.of("mean") == saved.of("inverse_deviation") == 3 * BYTES[dtype]


NORMED = {
    "input": "8x8x4",
    "layers": [{"conv2d": {"out_channels": 4, "kernel_size": 1}}, {"local_response_norm": 3}],
}


@pytest.mark.parametrize(
    ("dtype", "said"),
    [("float16", True), ("bfloat16", True), ("float32", False), (MIXED[0], False)],
)
def test_what_torch_cannot_compute_is_said_not_to_be_measured(dtype: str, said: bool):
    text = worked_out(NORMED, dtype=dtype).markdown()
    assert ("are not measured" in text) == said
    assert "are not measured" not in worked_out("lenet5", dtype=dtype).markdown()
    assert ("`torch.autocast`" in text) == dtype.startswith("mixed_")


# ---- whole numbers ---------------------------------------------------------------------------


def test_int8_by_hand():
    model = {
        "input": "6x6x2",
        "layers": [
            {"conv2d": {"out_channels": 3, "kernel_size": 3, "name": "conv"}},
            "batch_norm2d",
            "relu",
            "flatten",
            {"linear": 10},
        ],
    }
    assert memory_of(model, dtype="int8", batch=5)["int8_inference"] == {
        "weights": 3 * 3 * 2 * 3 + 4 * 4 * 3 * 10,
        "biases": 4 * (3 + 10),
        "others": 4 * (3 + 3),
        "channel_scales": (3 + 10) * (4 + 1),
        "tensor_scales": 4 * (4 + 1),  # image, conv, batch norm, linear
        "tensors": 5 * (6 * 6 * 2 + 4 * 4 * 3),
        "total": 534 + 52 + 24 + 65 + 20 + 600,
    }


@pytest.mark.parametrize("name", example_names())
def test_int8_parts_are_counted_tensor_by_tensor(name: str):
    document = worked_out(name, dtype="int8", batch=2)
    found = memory_of(name, dtype="int8", batch=2)["int8_inference"]
    if document.graph.totals is not None:
        assert found is None
        return
    quantized = [n for n in document.graph.nodes if n.kind.startswith(("conv", "linear"))]
    assert found["weights"] == sum(n.count("weights") for n in quantized)
    assert found["biases"] == 4 * sum(n.count("biases") for n in quantized)
    assert found["channel_scales"] == 5 * sum(n.output[-1] for n in quantized)
    assert found["total"] == sum(size for key, size in found.items() if key != "total")
    textbook = memory_of(name, dtype="int8", batch=2)["textbook"]["inference"]
    assert found["tensors"] == textbook["activations"]
    assert found["total"] > textbook["total"]


def test_int8_is_only_where_the_values_are_whole_numbers():
    assert "int8_inference" not in memory_of("lenet5")
    assert "whole numbers need" not in worked_out("lenet5").markdown()
    text = worked_out("lenet5", dtype="int8", detail="full").markdown()
    assert "What whole numbers need beside them" in text
    assert "this figure is arithmetic only" in text
    assert "batch normalisation that stands" not in text
    told = worked_out("resnet18", dtype="int8", detail="full")
    assert "batch normalisation that stands" in told.markdown()


@pytest.mark.parametrize("dtype", [*MIXED, "int8"])
def test_html_shows_what_the_markdown_shows(dtype: str):
    document = worked_out("lenet5", dtype=dtype, optimizer="adam")
    total = f"{training_of(document.case).total:,}"
    for text in (document.html(), document.markdown()):
        assert total in text
        assert ("QLinearConv" in text) == (dtype == "int8")
        assert ("ZeRO paper" in text) == (dtype != "int8")


def test_verify_refuses_int8_in_a_sentence():
    pytest.importorskip("torch")
    ran = explain("verify", "example:lenet5", "--dtype", "int8")
    assert (ran.code, ran.out) == (2, b"")
    assert "PyTorch trains nothing in int8" in ran.err
