"""Frozen layers, micro-batches and the further optimizers against real torch, to the byte."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from explainer.layers.layer import Shape
from explainer.memory.framework.optimizers import BYTES_OF_COUNTER
from explainer.memory.framework.simulation import training_step
from explainer.memory.textbook.account import training_of
from explainer.network.case import Case
from explainer.network.graph import Graph
from explainer.network.optimizers import OPTIMIZERS, optimizer_called, optimizer_names
from explainer.network.plan import Plan
from explainer.torch_network import build_network, verify_network
from tests.against_torch.agreement import compared
from tests.against_torch.test_framework import ALONE, MORE, NETWORKS, example, learning, network
from tests.every_kind import EXAMPLES
from tests.one_layer import one_layer

torch = pytest.importorskip("torch")


def agree(case: Case) -> None:
    found = verify_network(case)
    assert found.differences == ()
    for pair in compared(found):
        assert pair.agrees, (pair, found.parts)


# ---- optimizers -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["lenet5", "vgg16", "resnet18", "unet", "densenet121"])
def test_adafactors_state_is_torchs_without_its_counters(name):
    graph = example(name)
    net = build_network(graph, "meta")
    for parameter in net.parameters():
        parameter.grad = torch.zeros_like(parameter)
    assert (
        kept_by_adafactor(list(net.parameters()))
        == training_of(Case(graph, Plan(optimizer="adafactor"))).optimizer // 4
    )


def kept_by_adafactor(parameters: list[Any]) -> int:
    """The values of its state; on `meta` nothing is computed, and no step can be taken."""
    optimizer = torch.optim.Adafactor(parameters)
    empty: list[list[Any]] = [[] for _ in range(6)]
    optimizer._init_group(optimizer.param_groups[0], *empty)
    return sum(
        value.numel()
        for state in optimizer.state.values()
        for name, value in state.items()
        if name != "step"
    )


def test_the_shapes_of_parameters_are_torchs():
    from explainer.network.tensor_shapes import tensor_shapes
    from explainer.torch_network.modules import module_of

    for kind, shapes, settled in EXAMPLES:
        node = one_layer(kind, *shapes, **settled)
        theirs = [tuple(each.shape) for each in module_of(node).parameters()]
        assert sorted(tensor_shapes(node)) == sorted(theirs), (kind, settled)


@pytest.mark.parametrize(
    "optimizer", [name for name in optimizer_names() if "_" in name or "fact" in name]
)
@pytest.mark.parametrize("name", ["small-cnn-50", "resnet18"])
def test_the_optimizers_step_is_as_in_torch(name, optimizer):
    agree(Case(example(name), Plan(optimizer=optimizer)))


@pytest.mark.parametrize("kind", ["conv1d", "conv3d", "layer_norm", "conv_transpose2d"])
def test_adafactor_takes_tensors_of_any_number_of_axes(kind):
    for _, shape, settled in (each for each in ALONE if each[0] == kind):
        graph = network(shape, learning(shape), {kind: settled | {"name": "it"}})
        agree(Case(graph, Plan(optimizer="adafactor", loss="none")))


@pytest.mark.parametrize("name", ["lenet5", "small-cnn-50"])
def test_lion_takes_what_its_authors_code_takes(monkeypatch, name):
    from explainer.torch_network import measure
    from tests.against_torch.lion import Lion

    monkeypatch.setattr(measure, "maker_of", {"lion": Lion}.get)
    assert (
        training_step(Case(example(name), Plan(optimizer="lion"))).peak.where.moment == "optimizer"
    )
    agree(Case(example(name), Plan(optimizer="lion")))


# ---- frozen layers ----------------------------------------------------------------------


def around(shape: Shape, kind: str, settled: dict[str, Any]) -> Graph:
    """The layer between two that may learn."""
    layers = [learning(shape), {kind: settled | {"name": "it"}}, "gelu", "flatten"]
    return network(shape, *layers, {"linear": {"out_features": 3, "name": "last"}})


@pytest.mark.parametrize(("kind", "shape", "settled"), ALONE + MORE)
def test_every_kind_keeps_what_torch_keeps_when_layers_are_frozen(kind, shape, settled):
    graph = around(shape, kind, settled)
    learnt = [node.name for node in graph.nodes if node.count("parameters")]
    frozen = [("first",), *([("it",), ("first", "it")] if "it" in learnt else [])]
    for names in frozen:
        agree(Case(graph, Plan(batch=3, loss="none", freeze=names)))


FROZEN = [
    ("lenet5", ("c*",)),
    ("lenet5", ("f6", "output")),
    ("lenet5", ("*",)),
    ("small-cnn-50", ("conv1",)),
    ("small-cnn-50", ("conv*",)),
    ("alexnet", ("features",)),
    ("resnet18", ("conv1", "bn1", "layer1", "layer2")),
    ("resnet18", ("layer3",)),
    ("resnet18", ("*bn*",)),
    ("mobilenet_v2", ("features",)),
    ("mobilenet_v2", ("features.*.conv.1",)),
    ("googlenet", ("inception*",)),
    ("densenet121", ("*denseblock2",)),
    ("unet", ("down*",)),
    ("unet", ("bottom",)),
]


@pytest.mark.parametrize(("name", "freeze"), [each for each in FROZEN if each[0] in NETWORKS])
def test_an_example_with_frozen_layers_is_to_the_byte_as_in_torch(name, freeze):
    agree(Case(example(name), Plan(batch=2, freeze=freeze)))


RESIDUAL = [
    learning((8, 7, 4)),
    "relu",
    learning((8, 7, 4), "second"),
    {"batch_norm2d": {"name": "norm"}},
    {"add": ["first", "norm"]},
    "relu6",
    learning((8, 7, 4), "third"),
    {"sigmoid": {"name": "gate"}},
    {"multiply": ["third", "gate"]},
    "flatten",
    "relu",
    {"linear": {"out_features": 5, "name": "dense"}},
    "hardswish",
    {"linear": {"out_features": 3, "name": "last"}},
]


@pytest.mark.parametrize(
    "freeze",
    [
        ("first",),
        ("second",),
        ("norm",),
        ("third",),
        ("dense",),
        ("last",),
        ("first", "second", "norm"),
        ("second", "third", "last"),
        ("first", "second", "norm", "third", "dense"),
        ("dense", "last"),
    ],
)
def test_branches_and_activations_in_place_with_frozen_layers(freeze):
    for optimizer in ("sgd", "adam"):
        agree(
            Case(network((8, 7, 4), *RESIDUAL), Plan(batch=3, freeze=freeze, optimizer=optimizer))
        )


# ---- micro-batches ----------------------------------------------------------------------


@pytest.mark.parametrize("accumulate", [2, 3])
@pytest.mark.parametrize("loss", ["none", "cross_entropy"])
def test_gradients_add_up_as_in_torch(accumulate, loss):
    for name in ("lenet5", "small-cnn-50", "tiny-cnn-512"):
        agree(Case(example(name), Plan(batch=2, accumulate=accumulate, loss=loss)))
    graph = network((8, 7, 4), *RESIDUAL)
    agree(Case(graph, Plan(batch=3, accumulate=accumulate, loss=loss)))
    agree(Case(graph, Plan(batch=3, accumulate=accumulate, loss=loss, freeze=("first", "dense"))))


@pytest.mark.parametrize("name", [n for n in NETWORKS if n in ("resnet18", "unet")])
def test_an_example_with_micro_batches_is_to_the_byte_as_in_torch(name):
    agree(Case(example(name), Plan(batch=2, accumulate=2, optimizer="adam")))


@pytest.mark.parametrize(("kind", "shape", "settled"), ALONE)
def test_every_kind_with_micro_batches(kind, shape, settled):
    agree(
        Case(
            around(shape, kind, settled), Plan(batch=3, loss="none", accumulate=2, optimizer="sgd")
        )
    )


# ---- CUDA, as far as it can be seen without one ----------------------------------------------


@pytest.mark.parametrize("optimizer", [each.name for each in OPTIMIZERS if each.copies is not None])
def test_all_tensors_at_once_take_the_copies_that_torch_takes(monkeypatch, optimizer):
    """Torch's loop over lists is the default on CUDA, and can be asked for on the CPU."""
    from explainer.torch_network import measure, optimizers

    one_by_one: Any = optimizers.maker_of(optimizer)
    at_once = partial(one_by_one, foreach=True)
    monkeypatch.setattr(measure, "maker_of", {optimizer: at_once}.get)
    graph, plan = example("lenet5"), Plan(optimizer=optimizer)
    measured = measure.measure(Case(graph, plan))
    derived = training_step(Case(graph, Plan(optimizer=optimizer, device="cuda"))).peak
    counters = 10 * BYTES_OF_COUNTER if optimizer_called(optimizer).counts_steps else 0
    assert derived.total + counters == measured.peak
    assert derived.optimizer + counters == measured.parts["optimizer"]
    assert derived.temporary == measured.parts["temporary"]


def test_a_mask_of_truth_values_takes_a_byte_each():
    _, mask = torch.native_dropout(torch.ones(5), 0.5, True)  # what CUDA's dropout calls
    assert (mask.dtype, mask.element_size()) == (torch.bool, 1)
