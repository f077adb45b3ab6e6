"""The framework account: what PyTorch keeps for the backward pass, by the measured rules."""

from __future__ import annotations

import sys
from typing import Any

import pytest

import explainer
from explainer.cli import main
from explainer.layers.traits import Does
from explainer.memory.framework.extra_tensors import extra_tensors
from explainer.memory.framework.kinds import RULES
from explainer.memory.framework.ledger import PARTS, Moment
from explainer.memory.framework.saved import saved_for_backward
from explainer.memory.framework.simulation import inference, training_step
from explainer.network.case import Case
from explainer.network.graph import Graph, build
from explainer.network.optimizers import optimizer_names
from explainer.network.plan import Plan
from explainer.readers import read
from tests.work_done import calls_in

pytestmark = pytest.mark.quick

CONV = {"conv2d": {"out_channels": 2, "kernel_size": 1, "name": "conv"}}


def example(name: str) -> Graph:
    return build(read(f"example:{name}"))


def graph_of(*layers: Any, size: str = "4x5x2") -> Graph:
    return build(read({"name": "test", "input": size, "layers": list(layers)}))


def kept(*layers: Any, batch: int = 3) -> list[tuple[str, str, int]]:
    """What a network keeps without a loss: layer, what, bytes."""
    saved = saved_for_backward(Case(graph_of(*layers), Plan(batch=batch, loss="none")))
    return [(each.layer, each.what, each.bytes) for each in saved.storages]


def test_all_that_a_kind_may_do_has_its_rule():
    assert set(RULES) == set(Does) - {Does.IS_GIVEN}


@pytest.mark.parametrize(
    ("name", "batch", "loss", "total"),
    [
        ("small-cnn-50", 64, "cross_entropy", 53_288_452),
        ("vgg16", 2, "none", 145_305_600),
        ("mobilenet_v2", 2, "none", 155_351_296),
        ("mobilenet_v2", 2, "cross_entropy", 155_359_300),
    ],
)
def test_what_is_saved_is_what_torch_was_measured_to_save(name, batch, loss, total):
    assert saved_for_backward(Case(example(name), Plan(batch=batch, loss=loss))).total == total


def test_the_indices_of_pooling_are_named():
    saved = saved_for_backward(Case(example("small-cnn-50"), Plan(batch=64)))
    assert saved.of("indices") == 14_958_592
    assert {each.layer for each in saved.storages if each.what == "indices"} == {"pool1", "pool2"}


def test_half_the_bytes_a_value_halve_what_is_kept_except_for_whole_numbers():
    whole = saved_for_backward(Case(example("small-cnn-50"), Plan(batch=64)))
    half = saved_for_backward(Case(example("small-cnn-50"), Plan(batch=64, dtype="float16")))
    indices = whole.of("indices")
    assert half.of("indices") == indices
    assert 2 * (half.total - indices) == whole.total - indices


def test_a_convolution_keeps_the_image_which_is_counted_elsewhere():
    assert kept(CONV) == []


def test_a_value_that_two_layers_keep_is_counted_once():
    layers = (CONV, "gelu", {"silu": {"from": "conv"}}, {"add": ["gelu", "silu"]})
    assert kept(*layers) == [("conv", "output", 480)]


def test_in_place_a_copy_of_the_input_is_kept():
    assert kept(CONV, "relu6") == [("relu6", "copy_of_input", 480)]
    assert kept(CONV, {"relu6": {"inplace": False}}) == [("conv", "output", 480)]


def test_nothing_is_kept_where_nothing_learns():
    assert kept("relu", {"max_pool2d": 2}) == []


def test_a_branch_that_leads_nowhere_keeps_nothing():
    assert kept(CONV, "sigmoid", {"flatten": {"from": "conv"}}) == []


def test_formulas_say_what_is_kept_beside_the_values():
    saved = saved_for_backward(Case(graph_of(CONV, "batch_norm2d"), Plan(batch=3, loss="none")))
    assert [(each.what, each.bytes) for each in saved.storages] == [
        ("output", 480), ("mean", 8), ("inverse_deviation", 8),
    ]  # fmt: skip
    assert saved.storages[1].formula is not None
    assert saved.storages[1].formula.why.endswith(".")


def test_verify_names_the_package_that_it_needs(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "torch", None)
    assert main(["verify", "example:lenet5"]) == 2
    assert "pip install 'explain-memory[torch]'" in capsys.readouterr().err


def test_a_report_that_is_to_be_verified_names_the_package_too(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "torch", None)
    assert main(["example:lenet5", "--verify"]) == 2
    said = capsys.readouterr()
    assert "pip install 'explain-memory[torch]'" in said.err
    assert said.out == ""


# ---- the peak ---------------------------------------------------------------------------


def test_the_peak_of_a_training_step_is_the_one_measured():
    peak = training_step(Case(example("small-cnn-50"), Plan(batch=64))).peak
    assert peak.where == Moment("relu_1", "backward", 124_000_336)
    assert peak.total == 124_000_336
    assert peak.parameters == peak.optimizer == 4 * 4_632_902
    assert peak.input == 64 * (4 * 7_500 + 8)


@pytest.mark.parametrize("optimizer", optimizer_names())
@pytest.mark.parametrize("name", ["lenet5", "small-cnn-50", "unet"])
def test_the_parts_make_up_the_peak(name, optimizer):
    step = training_step(Case(example(name), Plan(batch=2, optimizer=optimizer)))
    assert step.peak.total == sum(getattr(step.peak, part) for part in PARTS)
    assert max(moment.total for moment in step.timeline) == step.peak.total
    assert 0 <= step.peak.saved <= step.saved.total
    assert min(getattr(step.peak, part) for part in PARTS) >= 0


def test_a_large_layer_makes_the_optimizers_step_the_peak():
    step = training_step(Case(example("vgg16"), Plan(optimizer="adam")))
    assert step.peak.where.moment == "optimizer"
    largest = 4 * 512 * 7 * 7 * 4096
    assert step.peak.temporary == 2 * largest + 4 * 512 + 4 * (1000 + 1)  # conv5_3's biases before


def test_the_timeline_goes_forward_and_back():
    timeline = training_step(Case(graph_of(CONV, "sigmoid"), Plan(batch=3))).timeline
    assert [(moment.layer, moment.moment) for moment in timeline] == [
        ("input", "forward"), ("conv", "forward"), ("sigmoid", "forward"), (None, "loss"),
        (None, "backward"), ("sigmoid", "backward"), ("conv", "backward"), (None, "optimizer"),
    ]  # fmt: skip


def test_inference_keeps_nothing_and_still_makes_indices():
    peak = inference(Case(example("small-cnn-50"), Plan(batch=64)))
    assert (peak.total, peak.where.layer) == (56_291_608, "pool1")
    assert peak.saved == peak.gradients == peak.optimizer == 0


def test_a_network_that_does_not_learn_has_no_backward_pass():
    step = training_step(Case(graph_of("relu", {"max_pool2d": 2}), Plan()))
    assert step.saved.storages == ()
    assert step.peak.where.moment in ("forward", "loss")


def test_parameters_that_lead_nowhere_have_no_gradient_and_no_state():
    side = {"conv2d": {"out_channels": 9, "kernel_size": 1, "name": "side"}}
    step = training_step(Case(graph_of(CONV, side, {"flatten": {"from": "conv"}}), Plan()))
    assert step.peak.optimizer == 4 * (2 * 2 + 2)


def test_the_simulation_is_linear_in_the_layers():
    def calls(pairs: int) -> int:
        layers = [CONV, "relu"] + [
            {"conv2d": {"out_channels": 2, "kernel_size": 1}},
            "relu",
        ] * pairs
        graph = graph_of(*layers)
        return calls_in(lambda: training_step(Case(graph, Plan())))

    assert calls(800) < 5 * calls(200)


# ---- beside the values ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["small-cnn-50", "mobilenet_v2", "alexnet", "googlenet"])
@pytest.mark.parametrize("dtype", ["float32", "mixed_float16"])
def test_all_that_is_kept_beside_outputs_is_told_at_its_layer(name, dtype):
    plan = Plan(batch=2, dtype=dtype)
    saved = saved_for_backward(Case(example(name), plan))
    kept = {(each.layer, each.what, each.bytes) for each in saved.storages if each.formula}
    told = {
        (layer, extra.formula.name, extra.bytes)
        for layer, extras in extra_tensors(Case(example(name), plan)).items()
        for extra in extras
        if extra.kept
    }
    assert kept
    assert told == kept


@pytest.mark.parametrize(
    ("detail", "told"), [("full", True), ("worked", False), ("handout", False)]
)
def test_what_is_made_beside_values_is_told_in_full_and_of_one_layer(detail, told):
    report = explainer.explain("example:small-cnn-50", detail=detail).markdown()
    assert ("Beside its values, in PyTorch" in report) is told
    assert ("Beside the loss, in PyTorch" in report) is told
    # A layer's report has one length, whatever the detail, and all that there is to say.
    layer = explainer.explain("example:small-cnn-50", detail=detail, layer="pool1").markdown()
    assert r"\text{indices} &= 8 \cdot H" in layer


@pytest.mark.parametrize("plan", [{"dtype": "int8"}, {}])
def test_where_there_is_no_account_nothing_is_told_beside_values(plan):
    model = "example:small-cnn-50" if plan else "example:totals-recipe"
    assert "in PyTorch**" not in explainer.explain(model, detail="full", **plan).markdown()
