"""Optimizers that keep sums, frozen layers, micro-batches: what they change, and what not."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import pytest

from explainer import UsageError
from explainer import explain as work_out
from explainer.memory.framework.frozen import still_kept
from explainer.memory.framework.ledger import PARTS
from explainer.memory.framework.saved import saved_for_backward
from explainer.memory.framework.simulation import training_step
from explainer.memory.textbook.account import training_of
from explainer.memory.textbook.factored import state_in
from explainer.network.case import Case
from explainer.network.freezing import means
from explainer.network.graph import Graph, build
from explainer.network.node import Node
from explainer.network.plan import Plan
from explainer.network.tensor_shapes import tensor_shapes
from explainer.readers import example_names, read
from tests.command_line import explain
from tests.every_kind import EXAMPLES
from tests.one_layer import one_layer

LENET = "example:lenet5"


def figures(*words: str, **settings: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(explain(*words, "--json", **settings).text)
    return found


def example(name: str) -> Graph:
    return build(read(f"example:{name}"))


# ---- Adafactor --------------------------------------------------------------------------


def rows_and_columns(shape: tuple[int, ...]) -> int:
    """The rows and columns of all planes, counted one by one."""
    if len(shape) == 1:
        return shape[0]
    planes = math.prod(shape[:-2])
    return sum(shape[-2] + shape[-1] for _ in range(planes))


def test_adafactor_keeps_a_value_for_every_row_and_column():
    kinds = set()
    for kind, shapes, settled in EXAMPLES:
        node = one_layer(kind, *shapes, **settled)
        kinds |= {kind} if node.count("parameters") else set()
        assert state_in(node) == sum(map(rows_and_columns, tensor_shapes(node))), (kind, settled)
    assert {"conv1d", "conv2d", "conv3d", "layer_norm", "prelu"} <= kinds
    assert {"conv_transpose1d", "conv_transpose2d", "conv_transpose3d"} <= kinds


def test_the_shapes_hold_as_many_values_as_there_are_parameters():
    for kind, shapes, settled in EXAMPLES:
        node = one_layer(kind, *shapes, **settled)
        assert sum(map(math.prod, tensor_shapes(node))) == node.count("parameters")


@pytest.mark.parametrize("name", ["vgg16", "resnet50", "unet", "mobilenet_v2"])
def test_adafactors_state_is_in_the_textbook_account(name):
    graph = example(name)
    kept = 4 * sum(rows_and_columns(s) for node in graph.nodes for s in tensor_shapes(node))
    account = training_of(Case(graph, Plan(optimizer="adafactor")))
    plain = training_of(Case(graph, Plan(optimizer="sgd")))
    assert account.optimizer == kept
    assert account.total == plain.total + kept


def test_the_report_derives_adafactors_state():
    report = explain(LENET, "--optimizer", "adafactor").text
    assert "Kernels factored as one matrix" in report
    assert "S_{\\text{conv2d}} + S_{\\text{linear}}" in report
    assert "Adam would keep 123,412." in report


def test_adafactor_needs_shapes():
    ran = explain("example:totals-recipe", "--optimizer", "adafactor")
    assert (ran.code, ran.out) == (2, b"")
    assert "depends on the shapes" in ran.err


# ---- frozen layers ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "name", "meant"),
    [
        ("layer1", "layer1", True),
        ("layer1", "layer1.0.conv1", True),
        ("layer1", "layer10.conv1", False),
        ("layer1.", "layer1.0", False),
        ("*", "anything.at.all", True),
        ("conv*", "conv5_3", True),
        ("conv*_1", "conv5_1", True),
        ("conv*_1", "conv5_1.weight", True),
        ("conv*_1", "conv5_12", False),
        ("*conv*1", "layer1.conv1", True),
        ("a*a", "a", False),
        ("a*a", "aa", True),
        ("a*b*c", "a-c-b", False),
        ("**", "x", True),
        ("[ab]", "a", False),
        ("c?", "c1", False),
    ],
)
def test_what_a_name_means(pattern, name, meant):
    assert means(pattern, name) is meant


def trained(case: Case) -> int:
    frozen = case.frozen
    return sum(node.count("parameters") for node in case.graph.nodes if node.index not in frozen)


@pytest.mark.parametrize("freeze", [("c1",), ("c*",), ("f6", "output"), ("*",)])
@pytest.mark.parametrize(("optimizer", "slots"), [("sgd", 0), ("adam", 2)])
def test_frozen_parameters_are_stored_and_nothing_else(freeze, optimizer, slots):
    graph = example("lenet5")
    plan = Plan(batch=3, optimizer=optimizer, freeze=freeze)
    account, whole = (
        training_of(Case(graph, plan)),
        training_of(Case(graph, Plan(3, optimizer=optimizer))),
    )
    assert account.parameters == whole.parameters == 4 * 61_706
    assert account.gradients == 4 * trained(Case(graph, plan))
    assert account.optimizer == slots * account.gradients
    assert account.activations == whole.activations
    assert whole.total - account.total == (1 + slots) * 4 * (61_706 - trained(Case(graph, plan)))


def test_adafactor_keeps_nothing_for_frozen_layers():
    graph = example("lenet5")
    plan = Plan(optimizer="adafactor", freeze=("c1", "f6"))
    kept = sum(
        rows_and_columns(s) for node in learning(Case(graph, plan)) for s in tensor_shapes(node)
    )
    account = training_of(Case(graph, plan))
    assert account.optimizer == 4 * kept
    parts = (account.parameters, account.gradients, account.optimizer, account.activations)
    assert account.total == sum(parts) + account.activation_gradients


def learning(case: Case) -> list[Node]:
    frozen = case.frozen
    return [node for node in case.graph.nodes if node.index not in frozen]


def test_the_command_goes_before_the_file():
    model = (
        b"input: 8\nfreeze: [a]\nlayers:\n  - linear: {out_features: 3, name: a}\n  - linear: 2\n"
    )
    assert figures("-", stdin=model)["frozen"] == ["a"]
    assert figures("-", "--freeze", "linear", stdin=model)["frozen"] == ["linear"]
    assert figures("-", "--freeze", "a", "--freeze", "l*", stdin=model)["frozen"] == ["a", "linear"]


def test_python_takes_a_list_which_may_be_empty():
    model = {"input": 8, "freeze": ["linear"], "layers": [{"linear": 3}]}
    assert work_out(model).plan.freeze == ("linear",)
    assert work_out(model, freeze=[]).plan.freeze == ()
    for wrong in ("linear", [1], [None]):
        with pytest.raises(UsageError, match="list of names"):
            work_out(model, freeze=wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("c7", "LeNet-5 has no layer to freeze that is called 'c7'. Did you mean 'c5'?"),
        ("s2", "None of the layers that 's2' means has parameters to freeze. Name one that has,"),
        ("zzzzzzzz", "A layer's full name, the beginning of some names, or * for any"),
    ],
)
def test_a_name_that_freezes_nothing_is_refused(name, said):
    ran = explain(LENET, "--freeze", name)
    assert (ran.code, ran.out) == (2, b"")
    assert said in ran.err


def test_what_stands_before_all_that_learns_is_not_kept():
    graph = example("small-cnn-50")
    plan = Plan(batch=4, freeze=("conv*",))
    assert still_kept(Case(graph, plan)).layers == ()
    kept = {each.layer for each in saved_for_backward(Case(graph, plan)).storages}
    assert kept == {"pool2", "fc", ""}  # what the dense layers read, and the loss's own


def test_a_frozen_dense_layer_keeps_nothing_and_a_convolution_all():
    dense = {"linear": {"out_features": 8, "name": "it"}}
    first = {"linear": {"out_features": 8, "name": "first"}}
    assert kept_of([first, dense, "gelu"], size="8") == ["it"]
    conv = {"conv2d": {"out_channels": 2, "kernel_size": 1, "name": "it"}}
    first = {"conv2d": {"out_channels": 2, "kernel_size": 1, "name": "first"}}
    assert kept_of([first, conv, "gelu"], size="4x4x2") == ["first", "it"]


def kept_of(layers: list[Any], size: str) -> list[str]:
    graph = build(read({"name": "test", "input": size, "layers": layers}))
    saved = saved_for_backward(Case(graph, Plan(loss="none", freeze=("it",))))
    return [each.layer for each in saved.storages]


@pytest.mark.parametrize("name", [n for n in example_names() if build(read(f"example:{n}")).nodes])
def test_freezing_never_takes_more(name):
    graph = example(name)
    learnt = [node.name for node in graph.nodes if node.count("parameters")]
    half = Plan(batch=2, optimizer="adam", freeze=tuple(learnt[: -(-len(learnt) // 2)]))
    free = training_step(Case(graph, Plan(batch=2, optimizer="adam")))
    step = training_step(Case(graph, half))
    assert step.peak.total == sum(getattr(step.peak, part) for part in PARTS)
    assert step.saved.total <= free.saved.total
    assert step.peak.total < free.peak.total
    assert training_step(Case(graph, Plan(freeze=("*",)))).saved.total == 0


def test_the_report_says_what_is_saved_and_what_is_kept_all_the_same():
    report = explain(LENET, "--freeze", "c3", "--freeze", "f6", "--detail", "full").text
    assert "## Frozen layers" in report
    assert "**Frozen layers forgotten.**" in report
    assert "there is a layer that learns, so a gradient" in report
    assert "A frozen dense layer keeps nothing" in report
    start = explain(LENET, "--freeze", "c1").text
    assert "No layer before a frozen layer learns." in start
    dense = explain(LENET, "--freeze", "f6", "--freeze", "output").text
    assert "Dense layers pass it on" in dense
    assert "Frozen" not in explain(LENET).text


# ---- micro-batches ----------------------------------------------------------------------


def test_only_one_micro_batch_is_counted():
    graph = example("lenet5")
    assert training_of(Case(graph, Plan(8, accumulate=4))) == training_of(Case(graph, Plan(8)))


def test_from_the_second_micro_batch_on_all_gradients_are_there():
    graph = example("small-cnn-50")
    one, two, many = (training_step(Case(graph, Plan(64, accumulate=n))) for n in (1, 2, 10**18))
    assert two.peak == many.peak
    assert one.peak.total < two.peak.total
    assert two.peak.gradients == 4 * 4_632_902 > one.peak.gradients
    assert one.saved == two.saved
    phases = [moment.moment for moment in two.timeline]
    assert phases.count("optimizer") == 1
    assert phases.count("loss") == 2


def test_the_report_compares_with_one_large_batch():
    report = explain(LENET, "--batch", "8", "--accumulate", "4", "--detail", "full").text
    total = training_of(Case(example("lenet5"), Plan(32))).total
    assert "4 micro-batches of 8" in report
    assert f"A batch of 32 at once would take {total:,} bytes" in report
    assert "**All micro-batches counted at once.**" in report
    assert "micro-batch" not in explain(LENET).text
    large = {batch: at_once_of(batch, "--accumulate", "3") for batch in ("4", "64")}
    assert large["4"].endswith(" less: here the gradients that wait take more")
    assert large["64"].endswith(" more")


def at_once_of(batch: str, *words: str) -> str:
    """What the report says of one large batch's peak."""
    report = explain("example:small-cnn-50", "--batch", batch, *words).text
    said = re.search(
        r"^A batch of [0-9,]+ at once would have a peak of (.*?)( than the.*)?\.$", report, re.M
    )
    assert said is not None
    return said[1]
    assert figures(LENET, "--accumulate", "4")["accumulate"] == 4


def test_bare_totals_can_be_accumulated():
    report = explain("example:totals-recipe", "--accumulate", "4")
    assert report.code == 0
    assert "## Gradient accumulation" in report.text


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "many", ""])
def test_micro_batches_are_a_whole_number(number):
    ran = explain(LENET, f"--accumulate={number}")
    assert ran.code == 2
    assert "The micro-batches of a step have to be a whole number from 1 to 10^18" in ran.err
    with pytest.raises(UsageError, match=r"from 1 to 10\^18, and it is 0"):
        work_out(LENET, accumulate=0)


# ---- the device -------------------------------------------------------------------------


def test_cuda_is_marked_as_not_measured():
    found = figures(LENET, "--device", "cuda")["memory"]["framework"]
    assert (found["device"], found["measured"]) == ("cuda", False)
    found = figures(LENET)["memory"]["framework"]
    assert (found["device"], found["measured"]) == ("cpu", True)
    report = explain(LENET, "--device", "cuda").text
    assert "nothing of this is measured there" in report
    assert "so every figure here is without it" in report
    assert "truth values" not in report  # no dropout
    assert "truth values" in explain("example:alexnet", "--device", "cuda").text
    assert "nothing of this is measured" not in explain(LENET).text


def test_a_mask_takes_a_byte_a_value_on_cuda():
    conv = {"conv2d": {"out_channels": 2, "kernel_size": 1}}
    graph = build(read({"input": "4x5x2", "layers": [conv, "gelu", {"dropout": 0.5}]}))
    masks = [
        saved_for_backward(Case(graph, Plan(3, device=device, loss="none"))).of("mask")
        for device in ("cpu", "cuda")
    ]
    assert masks == [4 * 3 * 40, 3 * 40]


def test_all_tensors_at_once_take_more_than_one_after_the_other():
    graph = example("vgg16")
    peak = training_step(Case(graph, Plan(optimizer="adam", device="cuda"))).peak
    assert peak.where.moment == "optimizer"
    assert peak.temporary == 4 * 138_357_544 + 4 * (1000 + 1)  # and the output and the loss


def test_an_unknown_device_is_refused_and_verify_has_none():
    ran = explain(LENET, "--device", "cud")
    assert (ran.code, ran.err) == (2, "There is no device called 'cud'. Did you mean 'cuda'?\n")
    assert "There is no option --device" in explain("verify", LENET, "--device", "cuda").err


def test_on_cuda_no_counter_of_steps_is_among_the_differences():
    of_counters = "the optimizer's counters of steps"
    assert of_counters in explain(LENET, "--optimizer", "adam").text
    report = explain(LENET, "--optimizer", "adam", "--device", "cuda").text
    assert of_counters not in report
    assert "optimizer state that PyTorch does not make" not in report


def test_with_frozen_layers_not_every_parameter_is_said_to_have_a_gradient():
    everything = "Every parameter is stored with its gradient"
    assert everything in explain(LENET).text
    assert everything not in explain(LENET, "--freeze", "c1").text
