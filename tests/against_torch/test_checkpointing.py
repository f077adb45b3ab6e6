"""Gradient checkpointing against real torch: what is kept, and the peak, segment by segment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.layers import LAYERS
from explainer.layers.layer import Shape
from explainer.memory.framework.simulation import training_step
from explainer.network.case import Case
from explainer.network.graph import Graph, build
from explainer.network.plan import Plan
from explainer.network.segments import layers_in
from explainer.readers import read
from explainer.torch_network import verify_network
from tests.against_torch.agreement import compared
from tests.against_torch.test_framework import ALONE, MORE, learning, network
from tests.against_torch.test_network import networks
from tests.command_line import explain
from tests.one_layer import one_layer

torch = pytest.importorskip("torch")

# Smaller images for networks that would take long; their layers take any size.
SMALLER: dict[str, Shape] = {
    "unet": (64, 64, 1),
    **dict.fromkeys(("resnet18", "resnet50", "googlenet", "mobilenet_v2"), (64, 64, 3)),
}
LIGHT = [("lenet5", 2), ("lenet5", 5), ("lenet5", 12), ("small-cnn-50", 3), ("unet", 7)]
HEAVY = [("alexnet", 5), ("resnet18", 8), ("resnet18", 23), ("googlenet", 14), ("unet", 49)]
RUNS = [
    *((name, k, optimizer) for name, k in LIGHT for optimizer in ("sgd", "momentum", "adam")),
    *((name, k, "sgd") for name, k in [*HEAVY, ("mobilenet_v2", 13), ("mobilenet_v2", 40)]),
    ("resnet50", 16, "momentum"),
    ("resnet18", 8, "adam"),
]


def example(name: str) -> Graph:
    spec = read(f"example:{name}")
    return build(replace(spec, input=SMALLER.get(name, spec.input)))


@pytest.mark.parametrize(("name", "segments", "optimizer"), RUNS)
def test_examples_are_to_the_byte_as_under_torchs_checkpoint(name, segments, optimizer):
    agree(Case(example(name), Plan(batch=2, optimizer=optimizer)), segments)


@pytest.mark.parametrize(("kind", "shape", "settled"), ALONE + MORE)
@pytest.mark.parametrize("segments", [2, 5])
def test_every_kind_runs_again_as_in_torch(kind, shape, settled, segments):
    # Behind it in its segment, and before it, stand layers that keep something of their own.
    layers = [learning(shape), {kind: settled | {"name": "it"}}, "gelu", "sigmoid", "gelu"]
    agree(Case(network(shape, *layers), Plan(batch=3, loss="none", optimizer="sgd")), segments)


LEARN = [
    each for each in ALONE + MORE if one_layer(each[0], each[1], **each[2]).count("parameters")
]


@pytest.mark.parametrize(("kind", "shape", "settled"), LEARN)
@pytest.mark.parametrize("segments", [2, 3, 5])
def test_every_kind_runs_again_frozen_as_in_torch(kind, shape, settled, segments):
    # Alone in its segment a dense layer keeps its weights only, which torch holds like any value.
    layers = [learning(shape), "gelu", {kind: settled | {"name": "it"}}, "gelu", "sigmoid"]
    plan = Plan(batch=3, loss="none", optimizer="sgd", freeze=("it",))
    agree(Case(network(shape, *layers), plan), segments)


@pytest.mark.parametrize("shape", [(6,), (5, 6)])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("batch", [1, 3])
def test_frozen_weights_alone_in_a_segment_are_kept_as_in_torch(batch, bias, shape):
    dense = {"linear": {"out_features": 6, "bias": bias, "name": "it"}}
    graph = network(shape, learning(shape), dense, learning(shape, "last"))
    plan = Plan(batch=batch, loss="none", optimizer="sgd", freeze=("it",))
    agree(Case(graph, plan), 3)


FIRST, SECOND = learning((8, 7, 4)), learning((8, 7, 4), "second")
SIDE = {"conv2d": {"out_channels": 3, "kernel_size": 1, "name": "side", "from": "first"}}


@pytest.mark.parametrize("segments", range(1, 8))
@pytest.mark.parametrize(
    "layers",
    [
        [FIRST, "relu", SECOND, "relu", {"add": ["first", "second"]}, "relu", "gelu"],
        ["relu6", FIRST, "relu6", "relu6", SECOND, "hardswish", "leaky_relu"],
        [FIRST, "flatten", "relu", {"dropout": 0.5}, {"linear": 5}, "relu", {"linear": 3}],
        [FIRST, SIDE, "sigmoid", {"gelu": {"from": "first"}}, SECOND, "relu", "tanh"],
        [FIRST, "relu", SECOND, "relu", {"concat": ["first", "second", "input"]}, "relu", "gelu"],
        ["relu", {"max_pool2d": 2}, "sigmoid", "tanh", FIRST, "relu", "batch_norm2d"],
        [FIRST, {"dropout": 0}, {"dropout": 1}, SECOND, {"multiply": ["first", "second"]},
         {"local_response_norm": 3}, "gelu"],
    ],
)  # fmt: skip
def test_borders_in_place_layers_and_dead_ends_are_as_in_torch(layers, segments):
    agree(Case(network((8, 7, 4), *layers), Plan(batch=3, loss="none", optimizer="sgd")), segments)


@settings(max_examples=60)
@given(networks(), st.data())
def test_any_network_in_any_number_of_segments(graph, data):
    segments = data.draw(st.integers(1, layers_in(graph)))
    agree(Case(graph, Plan(batch=3, loss="none", optimizer="sgd")), segments)


TWICE = {"multiply": {"from": ["first", "first"], "name": "twice"}}
THRICE = {"multiply": {"from": ["elu", "elu", "tanh"], "name": "thrice"}}


@pytest.mark.parametrize(
    "layers",
    [
        ["softmax", {"prelu": {"name": "first"}}, "gelu", TWICE, {"add": ["first", "twice"]}],
        ["batch_norm2d", {"elu": {"alpha": -1}}, "tanh", {"layer_norm": 2}, THRICE,
         {"add": ["batch_norm2d", "elu", "tanh", "layer_norm", "thrice"]}, "gelu"],
        ["batch_norm2d", {"prelu": {"name": "first"}}, {"layer_norm": 2}, TWICE,
         {"batch_norm2d": {"from": "first", "name": "again"}},
         {"add": ["batch_norm2d", "first", "layer_norm", "twice", "again"]}, "gelu"],
    ],
)  # fmt: skip
@pytest.mark.parametrize("segments", [1, 4, 6])
def test_gradients_that_meet_are_to_the_byte_as_in_torch(layers, segments):
    # Both factors' gradients go to one place: what was added first stays beside the second sum.
    agree(Case(network((4, 4, 2), *layers), Plan(batch=3, loss="none")), segments)


@pytest.mark.parametrize("slopes", [1, 4])
@pytest.mark.parametrize("segments", [1, 2, 3])
@pytest.mark.parametrize(
    ("frozen", "accumulate"), [((), 1), ((), 2), (("first",), 1), (("prelu",), 1)]
)
def test_the_gradient_of_slopes_is_to_the_byte_as_in_torch(slopes, segments, frozen, accumulate):
    # It is a gradient of a parameter, and is added up when what is read of a second run is gone.
    graph = network((8, 7, 4), FIRST, {"prelu": slopes}, "gelu")
    plan = Plan(batch=3, loss="none", optimizer="sgd", freeze=frozen, accumulate=accumulate)
    agree(Case(graph, plan), segments)


DENSE = {"linear": {"out_features": 3, "name": "first"}}


@pytest.mark.parametrize("segments", [1, 2, 3, 4])
@pytest.mark.parametrize("accumulate", [1, 2])
@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize("before", [{"layer_norm": 3}, "gelu"])
def test_the_gradient_of_biases_is_to_the_byte_as_in_torch(before, batch, accumulate, segments):
    # It is added up when what a second run kept for the weights' gradient is gone.
    graph = network((3,), DENSE, before, {"linear": 3}, "gelu", {"prelu": 3})
    plan = Plan(batch, optimizer="sgd", loss="none", accumulate=accumulate)
    agree(Case(graph, plan), segments)


SQUEEZED = {"global_avg_pool2d": {"keepdims": True, "name": "squeezed"}}


@pytest.mark.parametrize("segments", [1, 2, 3, 4])
@pytest.mark.parametrize("kind", ["add", "subtract", "multiply", "divide"])
@pytest.mark.parametrize(
    "layers", [[FIRST, SQUEEZED], [SQUEEZED, {"conv2d": FIRST["conv2d"] | {"from": "input"}}]]
)
def test_what_was_used_for_many_places_is_to_the_byte_as_in_torch(layers, kind, segments):
    layers = [*layers, {kind: ["first", "squeezed"]}, "gelu"]
    agree(Case(network((8, 7, 4), *layers), Plan(batch=3, loss="none", optimizer="sgd")), segments)


def agree(case: Case, segments: int) -> None:
    found = verify_network(case, min(segments, layers_in(case.graph)))
    assert found.differences == ()
    for pair in compared(found):
        assert pair.agrees, (pair, found.parts)


def test_gradients_are_those_without_checkpointing():
    """A border that a layer wrote over would give others."""
    from explainer.torch_network.checkpointed import CheckpointedNetwork

    graph = network((8, 7, 4), "relu6", FIRST, "hardswish", SECOND, "relu6", "leaky_relu")
    torch.manual_seed(0)
    images = torch.randn(3, 4, 8, 7)
    found: list[list[Any]] = []
    for segments in (1, 2, 3, 6):
        torch.manual_seed(1)
        built = CheckpointedNetwork(graph, "cpu", segments)
        built(images.clone())[0].sum().backward()
        found.append([each.grad for each in built.parameters()])
    for gradients in found[1:]:
        assert all(map(torch.equal, found[0], gradients))


def test_what_the_report_says_of_batch_norm_and_random_numbers_is_so():
    from explainer.questions.checkpointing.framework_page import BYTES_OF_RANDOM_STATE
    from explainer.torch_network.checkpointed import CheckpointedNetwork

    graph = network((8, 7, 4), FIRST, "batch_norm2d", "relu", SECOND, "gelu")
    built = CheckpointedNetwork(graph, "cpu", 2)
    built(torch.rand(2, 4, 8, 7))[0].sum().backward()
    counts = [int(b) for name, b in built.named_buffers() if name.endswith("tracked")]
    again = training_step(Case(graph, Plan()), 2).again
    assert counts == [1 + [node.kind for node in again].count("batch_norm2d")] == [2]
    assert torch.get_rng_state().nbytes == BYTES_OF_RANDOM_STATE


def test_torchs_own_function_runs_the_same_layers_again():
    """A chain goes through checkpoint_sequential itself, with nothing of ours around it."""
    from torch.utils.checkpoint import checkpoint_sequential

    from explainer.torch_network.network import Network

    graph = example("lenet5")
    built = Network(graph, "cpu")
    entered: list[int] = []
    done: list[int] = []
    chain = torch.nn.Sequential(*(built.layers[str(node.index)] for node in graph.nodes[1:]))
    for i, module in enumerate(chain, 1):
        module.register_forward_pre_hook(lambda *_, i=i: entered.append(i))
        module.register_forward_hook(lambda *_, i=i: done.append(i))
    for segments in (1, 3, 5, 12):
        output = checkpoint_sequential(chain, segments, built.images(1), use_reentrant=False)
        entered.clear()
        done.clear()
        output.sum().backward()
        again = {
            node.index for node in training_step(Case(graph, Plan(loss="none")), segments).again
        }
        # Where torch stops inside a layer, that is entered and not left.
        assert set(done) <= again <= set(entered)
        assert len(entered) - len(done) <= segments - 1


def test_verify_takes_the_segments():
    ran = explain("verify", "example:lenet5", "--batch", "16", "--checkpoint", "3")
    assert (ran.code, ran.err) == (0, "")
    assert "3 segments" in ran.text.splitlines()[0]
    assert "saved and temporary" in ran.text
    assert ran.text.endswith("All agrees.\n")


def test_every_kind_is_tried():
    assert {kind for kind, _, _ in ALONE} == {
        k for k, layer in LAYERS.items() if not layer.many and not layer.tokens
    }
