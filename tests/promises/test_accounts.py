"""The two accounts side by side: every difference in bytes, and the seven parts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

import explainer
from explainer.memory.bridge import Bridge, inference_bridge, training_bridge
from explainer.memory.bridge.seven_parts import larger_from, others_of, part_values
from explainer.memory.framework.ledger import PARTS
from explainer.memory.framework.simulation import prediction, training_step
from explainer.memory.textbook.account import inference_of, training_of
from explainer.network.case import Case
from explainer.network.graph import Graph, build
from explainer.network.plan import Plan
from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.readers import example_names, read
from explainer.render.drawings import draw
from explainer.render.literal import plain
from explainer.report.memory_over_time import memory_over_inference, memory_over_time
from explainer.results.results import Results

pytestmark = pytest.mark.quick

EXAMPLES = [name for name in example_names() if build(read(f"example:{name}")).nodes]
PLANS = (
    Plan(),
    Plan(batch=2, optimizer="adam"),
    Plan(batch=64, optimizer="sgd", loss="none"),
    Plan(batch=3, dtype="float16", optimizer="nesterov"),
)
CONV = {"conv2d": {"out_channels": 2, "kernel_size": 1, "name": "conv"}}


def example(name: str) -> Graph:
    return build(read(f"example:{name}"))


def graph_of(*layers: Any) -> Graph:
    return build(read({"name": "test", "input": "4x5x2", "layers": list(layers)}))


def in_training(case: Case) -> Bridge:
    return training_bridge(case)


def by_reason(bridge: Bridge) -> dict[str, int]:
    assert len({each.why for each in bridge.differences}) == len(bridge.differences)
    return {each.why: each.bytes for each in bridge.differences}


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"{plan.optimizer}-{plan.batch}")
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_differences_lead_from_one_total_to_the_other(name, plan):
    graph = example(name)
    step, alone = training_step(Case(graph, plan)), prediction(Case(graph, plan))
    training = training_bridge(Case(graph, plan))
    assert training.textbook == training_of(Case(graph, plan)).total
    assert training.reached == training.framework == step.peak.total
    inference = inference_bridge(Case(graph, plan))
    assert inference.textbook == inference_of(Case(graph, plan)).total
    assert inference.reached == inference.framework == alone.peak.total
    assert all(each.bytes for each in (*training.differences, *inference.differences))


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"{plan.optimizer}-{plan.batch}")
@pytest.mark.parametrize("name", ["lenet5", "unet", "mobilenet_v2"])
def test_the_storages_at_the_peak_are_its_parts(name, plan):
    step = training_step(Case(example(name), plan))
    for part in PARTS:
        held = sum(each.bytes for each in step.held if each.part == part)
        assert held == getattr(step.peak, part), part


def test_the_differences_are_those_counted_by_hand():
    """Batch 64; the most is alive at the backward pass of the second ReLU, behind conv2."""
    image = 64 * 4
    assert by_reason(in_training(Case(example("small-cnn-50"), Plan(batch=64)))) == {
        "gradients_less": -4 * ((864 + 32) + (18_432 + 64)),  # of conv1 and conv2
        "labels": 64 * 8,
        "used_by_then": -image * (12 * 12 * 64 + 500),  # pool2 and fc
        "kept.indices": 64 * 8 * 25 * 25 * 32,  # of pool1; those of pool2 are used
        "loss": 4,
        "value_gradients": -image * 157_226,
        "on_their_way": 2 * image * 25 * 25 * 64 + 4,  # in and out of the ReLU, and the root
    }


def test_a_network_without_parameters_keeps_nothing():
    bridge = in_training(Case(graph_of("relu", {"max_pool2d": 2}), Plan(loss="none")))
    assert by_reason(bridge) == {
        "kept.indices": 8 * (2 * 2 * 2),  # made, and thrown away
        "value_gradients": -4 * (4 * 5 * 2 + 2 * 2 * 2),
    }


def test_parameters_that_lead_nowhere_are_a_difference():
    side = {"conv2d": {"out_channels": 9, "kernel_size": 1, "name": "side"}}
    graph = graph_of(CONV, side, {"flatten": {"from": "conv"}})
    reasons = by_reason(in_training(Case(graph, Plan(optimizer="adam"))))
    assert reasons["state_less"] == -4 * 2 * (9 * 2 + 9)
    assert reasons["counters"] == 4 * 2


def test_what_pytorch_does_not_compute_in_place_is_named():
    bridge = in_training(Case(graph_of(CONV, "sigmoid"), Plan(loss="none")))
    more = [each for each in bridge.differences if each.why == "more"]
    assert [(each.layers, each.bytes) for each in more] == [(("sigmoid",), 4 * 4 * 5 * 2)]


@pytest.mark.parametrize("name", EXAMPLES)
def test_gradients_on_their_way_are_never_more_than_the_most_of_them(name):
    step = training_step(Case(example(name), Plan(batch=2)))
    on_their_way = [h for h in step.held if h.part == "temporary" and h.phase == "backward"]
    assert sum(each.bytes for each in on_their_way) <= step.on_their_way


def test_the_most_gradients_at_once_are_two_maps_of_the_first_convolution():
    step = training_step(Case(example("small-cnn-50"), Plan(batch=64)))
    assert step.on_their_way == 2 * 64 * 4 * 50 * 50 * 32 + 4


# ---- the seven parts ---------------------------------------------------------------------


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"{plan.optimizer}-{plan.batch}")
@pytest.mark.parametrize("name", EXAMPLES)
def test_six_of_the_parts_are_the_textbooks_total(name, plan):
    graph = example(name)
    values = part_values(Case(graph, plan))
    once = ("parameters", "feature_maps", "all_gradients", "optimizer", "input")
    assert sum(values[f"bytes_of_{part}"] for part in once) == training_of(Case(graph, plan)).total


def test_the_comparisons_are_those_of_the_case():
    vgg, tiny = example("vgg16"), example("tiny-cnn-512")
    found = others_of(Case(vgg, Plan(batch=32)), None)
    assert found.unfolded is not None
    assert (found.unfolded.name, found.matrix) == ("conv1_2", 115_605_504)
    told = explainer.explain("example:vgg16", batch=32, detail="full").markdown()
    assert "more than all of the image's activations, which take 60,950,432" in told
    assert "they take 553,430,176 bytes, and the activations 1,950,413,824." in told
    assert (
        "the parameters are the larger part"
        not in told.split("## Inference")[0].split("In inference")[0]
    )
    values = part_values(Case(tiny, Plan()))
    assert values["bytes_of_parameters"] < 900_000
    small = explainer.explain("example:tiny-cnn-512", batch=1, detail="full").markdown()
    assert "In inference with a batch of 1 the parameters are not the larger part" in small


@pytest.mark.parametrize("name", EXAMPLES)
def test_from_that_batch_on_activations_are_larger(name):
    graph = example(name)
    batch = larger_from(Case(graph, Plan()))
    book = training_of(Case(graph, Plan(batch=batch)))
    assert book.activations > book.parameters
    if batch > 1:
        before = training_of(Case(graph, replace(Plan(), batch=batch - 1)))
        assert before.activations <= before.parameters


# ---- the report --------------------------------------------------------------------------


def anchors(page: n.Page) -> list[str]:
    return [b.anchor for b in page.blocks if isinstance(b, n.Heading) and 1 < b.level < 4]


def test_training_and_inference_have_a_section_each():
    found = anchors(explainer.explain("example:lenet5", detail="full").page)
    start = found.index("training")
    assert found[start : start + 9] == [
        "training", "training-textbook", "framework", "training-accounts", "seven-parts",
        "inference", "inference-textbook", "inference-framework", "inference-accounts",
    ]  # fmt: skip


def figures_of(page: n.Page) -> list[d.Drawing]:
    return [block.drawing for block in page.blocks if isinstance(block, n.Figure)]


def test_bars_on_one_scale_are_as_long_as_their_shares():
    labels = ((n.Words("one"),), (n.Words("two"),))
    wholes = tuple(d.Stack((n.Words("bar"),), sizes) for sizes in ((600, 200), (100, 100)))
    (picture,) = draw(d.Stacks(labels, wholes), "key")
    drawn = r'<rect x="[\d.]+" y="([\d.]+)" width="([\d.]+)"[^>]*class="edge'
    edges = re.findall(drawn, picture.body)
    rows: dict[str, list[float]] = {}
    for top, wide in edges:
        rows.setdefault(top, []).append(float(wide))
    first, second, *legend = rows.values()
    assert first == pytest.approx([3 * first[1], first[1]], abs=0.1)
    assert second == pytest.approx([first[0] / 6, first[0] / 6], abs=0.1)
    assert len(legend) == len(labels)


@pytest.mark.parametrize(
    ("model", "options", "words"),
    [
        ("example:totals-recipe", {}, "The totals do not say which layer keeps what"),
        ("example:lenet5", {"dtype": "int8"}, "PyTorch trains nothing in whole numbers"),
    ],
)
def test_what_cannot_be_derived_is_said_to_be_missing(model, options, words):
    document = explainer.explain(model, **options)
    assert words in document.markdown()
    assert not {"framework", "training-accounts"} & set(anchors(document.page))
    assert not [each for each in figures_of(document.page) if isinstance(each, d.Stacks)]


def test_without_parameters_none_are_called_the_largest_part():
    spec = {"input": "8x8x1", "layers": ["relu", {"max_pool2d": 2}]}
    told = explainer.explain(spec, detail="full").markdown()
    assert "Parameters are often called the largest part. Here there are none." in told


def test_the_report_says_how_to_have_it_verified():
    assert (
        "With PyTorch, `--verify` runs the network."
        in explainer.explain("example:lenet5").markdown()
    )
    assert "`--verify`" not in explainer.explain("example:totals-recipe").markdown()


def timelines_of(work: Results) -> list[d.Timeline]:
    figures = [*memory_over_time(work), *memory_over_inference(work)]
    drawings = [block.drawing for block in figures if isinstance(block, n.Figure)]
    return [drawing for drawing in drawings if isinstance(drawing, d.Timeline)]


# The forward pass of seven-parts, a single layer, has too few moments for a picture.
@pytest.mark.parametrize(
    ("model", "figures"), [("lenet5", 2), ("seven-parts", 1), ("unet", 2), ("small-cnn-50", 2)]
)
def test_the_stack_is_what_the_account_has_alive_at_every_moment(model, figures):
    work = Results(Case(example(model), Plan(batch=2, accumulate=2)))
    assert work.framework is not None
    step, prediction = work.framework.step, work.framework.prediction
    runs = (step, prediction)[:figures]
    for drawing, run in zip(timelines_of(work), runs, strict=True):
        stacked = [sum(sizes) for sizes in zip(*(b.sizes for b in drawing.bands), strict=True)]
        assert stacked == [moment.total for moment in run.timeline]
        assert stacked[drawing.peak] == run.peak.total == max(stacked)
        assert sum(phase.moments for phase in drawing.phases) == len(stacked)
    assert plain_labels(timelines_of(work)[0]) == [
        "forward", "loss", "backward", "forward", "loss", "backward", "optimizer",
    ]  # fmt: skip


def plain_labels(drawing: d.Timeline) -> list[str]:
    return [plain(phase.label) for phase in drawing.phases]


def test_a_long_step_keeps_its_peak_and_every_phase():
    work = Results(Case(example("densenet121"), Plan()))
    assert work.framework is not None
    (drawing, _) = timelines_of(work)
    stacked = [sum(sizes) for sizes in zip(*(b.sizes for b in drawing.bands), strict=True)]
    assert len(stacked) < len(work.framework.step.timeline)
    assert stacked[drawing.peak] == work.framework.step.peak.total
    assert plain_labels(drawing) == ["forward", "loss", "backward", "optimizer"]


def test_the_bands_of_small_cnn_as_counted_by_hand():
    # Of each of 64 images 50·50·3 values of 4 bytes and a label of 8; nothing has run yet.
    work = Results(Case(example("small-cnn-50"), Plan(batch=64)))
    training, inference = timelines_of(work)
    first = {band.use: band.sizes[0] for band in training.bands}
    last = {band.use: band.sizes[-1] for band in training.bands}
    parameters = 4 * work.totals.parameters
    assert first == {
        "parameters": parameters, "optimizer": parameters, "gradients": 0,
        "other": 64 * (7_500 * 4 + 8), "kept": 0, "passing": 0,
    }  # fmt: skip
    assert (last["gradients"], last["kept"]) == (parameters, 0)
    assert max(inference.bands[4].sizes) == 0


@pytest.mark.parametrize(
    ("loss", "label"),
    [(None, "input and labels"), ("none", "input"), ("cross_entropy", "input and labels")],
)
def test_labels_are_drawn_where_a_loss_needs_them(loss, label):
    plan = Plan() if loss is None else Plan(loss=loss)
    training, inference = timelines_of(Results(Case(example("lenet5"), plan)))
    named = [plain(b.label) for drawing in (training, inference) for b in drawing.bands]
    assert [name for name in named if name.startswith("input")] == [label, "input"]
