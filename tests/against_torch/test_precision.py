"""The framework account in every type of number in which torch trains, against real torch."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.errors import UsageError
from explainer.layers.layer import Shape
from explainer.memory.framework.simulation import inference
from explainer.network.case import Case
from explainer.network.graph import Graph, build
from explainer.network.optimizers import OPTIMIZERS
from explainer.network.plan import Plan
from explainer.readers import read
from explainer.torch_network import verify_network
from tests.against_torch.agreement import compared
from tests.against_torch.test_framework import (
    ALONE,
    FIRST,
    MORE,
    NETWORKS,
    SAME,
    UNEVEN,
    learning,
    network,
)
from tests.against_torch.test_network import networks
from tests.command_line import explain

torch = pytest.importorskip("torch")

MIXED = ("mixed_bfloat16", "mixed_float16")
TYPES = ("float64", "bfloat16", "float16", *MIXED)
# The two types of 16 bits have the same rules: the longer tests run one of them.
MOST = ("float64", "bfloat16", "mixed_bfloat16")

# The CPU is slow in 16 bits: images are smaller, and many weights are run in float64 only.
# By hand all examples were found equal at their own size (U-Net at 64×64) in every type but
# mixed_float16; VGG-16 in float64 and bfloat16 alone.
LARGE = {"alexnet", "unet", "vgg16", "vit_b_16"}
# These take a minute in the other types.
SLOW = {"densenet121", "googlenet", "mobilenet_v2", "efficientnet_b0", "convnext_tiny"}
SMALLER: dict[str, Shape] = {
    "alexnet": (67, 67, 3),
    "convnext_tiny": (32, 32, 3),
    "densenet121": (32, 32, 3),
    "efficientnet_b0": (32, 32, 3),
    "googlenet": (32, 32, 3),
    "mobilenet_v2": (32, 32, 3),
    "resnet18": (32, 32, 3),
    "resnet50": (32, 32, 3),
    "tiny-cnn-512": (64, 64, 3),
    "unet": (32, 32, 1),
    "vgg16": (32, 32, 3),
    "vit_b_16": (32, 32, 3),
}


def example(name: str) -> Graph:
    spec = read(f"example:{name}")
    return build(replace(spec, input=SMALLER.get(name, spec.input)))


def agree(case: Case) -> None:
    found = verify_network(case)
    assert found.differences == ()
    assert found.saved.agrees
    assert found.peaks_agree, (found.peak, found.parts)


@pytest.mark.parametrize(
    ("name", "dtype"),
    [
        (name, dtype)
        for name in NETWORKS
        for dtype in MOST
        if (name in LARGE) <= ("64" in dtype) and (name in SLOW) <= (dtype == "mixed_bfloat16")
    ],
)
def test_every_example_is_to_the_byte_as_in_torch(name: str, dtype: str):
    found = verify_network(Case(example(name), Plan(batch=2, dtype=dtype, optimizer="momentum")))
    assert found.differences == ()
    for pair in compared(found):
        assert pair.agrees, pair.what


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize(
    "optimizer", [each.name for each in OPTIMIZERS if each.torch and each.slots is not None]
)
def test_every_optimizer_is_to_the_byte_as_in_torch(optimizer: str, dtype: str):
    found = verify_network(
        Case(example("lenet5"), Plan(dtype=dtype, optimizer=optimizer, loss="none"))
    )
    assert [pair for pair in (found.peak, *found.parts) if not pair.agrees] == []


def torch_lacks(kind: str, shape: Shape, dtype: str) -> bool:
    """Whether the CPU can't average over three axes in that type, as this kind wants it."""
    averages = kind == "avg_pool3d" or (kind == "local_response_norm" and len(shape) > 2)
    return averages and dtype in ("float16", "bfloat16")


@pytest.mark.parametrize("dtype", MOST)
@pytest.mark.parametrize(("kind", "shape", "settled"), ALONE + MORE)
def test_every_kind_keeps_what_torch_keeps(kind: str, shape: Shape, settled: Any, dtype: str):
    graph = network(shape, learning(shape), {kind: settled | {"name": "it"}}, "gelu")
    plan = Plan(batch=3, dtype=dtype, loss="none")
    if torch_lacks(kind, shape, dtype):
        with pytest.raises(UsageError, match=f"PyTorch can't run test in {dtype} on the CPU"):
            verify_network(Case(graph, plan))
        return
    agree(Case(graph, plan))


NORM = {"batch_norm2d": {"name": "norm"}}  # its output is float32, as the image is
LOW = {"conv2d": {"out_channels": 4, "kernel_size": 1, "name": "low"}}


@pytest.mark.parametrize("loss", ["none", "cross_entropy"])
@pytest.mark.parametrize(
    "layers",
    [
        ["prelu", "flatten", {"linear": 3}],
        ["flatten", {"linear": 5}, "relu", {"linear": 3}],
        [NORM, LOW, {"add": ["norm", "low"]}, "gelu"],
        [NORM, LOW, {"multiply": ["norm", "low"]}, "gelu"],
        *(
            [NORM, LOW, {kind: pair}, "gelu"]
            for kind in ("subtract", "divide")
            for pair in (["norm", "low"], ["low", "norm"])
        ),
        [NORM, LOW, {"concat": ["norm", "low"]}, "gelu"],
        [NORM, LOW, LOW | {"conv2d": LOW["conv2d"] | {"name": "too", "from": "norm"}}],
        [NORM, {"conv2d": SAME | {"padding": UNEVEN}}, "sigmoid"],
        [NORM, {"conv2d": SAME | {"padding_mode": "reflect"}}, "sigmoid"],
        [NORM, {"conv_transpose2d": SAME | {"padding": UNEVEN}}, "gelu"],
        [FIRST, {"add": ["first", "input"]}, "gelu"],
        [FIRST, {"multiply": ["first", "input"]}, "gelu"],
        [FIRST, {"local_response_norm": 3}, LOW, "tanh"],
        [FIRST, "softmax"],
        ["relu", {"max_pool2d": 2}],
        # A copy in few bytes stays until its product and the biases have been added up.
        [{"linear": {"out_features": 4, "along": "channels"}}],
        [NORM, {"pad": {"padding": 2, "mode": "reflect"}}, "gelu"],
        [NORM, {"pad": {"padding": 2, "mode": "circular"}}],
        [NORM, {"separable_conv2d": SAME | {"padding": UNEVEN}}, "gelu"],
    ],
)
def test_types_that_meet_are_told_apart_as_in_torch(layers: list[Any], loss: str):
    agree(Case(network((8, 7, 4), *layers), Plan(batch=3, dtype="mixed_bfloat16", loss=loss)))


@settings(max_examples=60)
@given(networks(), st.sampled_from(["float64", "mixed_bfloat16"]))
def test_any_network_keeps_what_torch_keeps(graph: Graph, dtype: str):
    found = verify_network(Case(graph, Plan(batch=3, dtype=dtype, loss="none")))
    assert found.saved.agrees


@pytest.mark.parametrize("dtype", ["float32", *TYPES])
@pytest.mark.parametrize("name", ["lenet5", "resnet18"])
def test_inference_takes_what_torch_takes(name: str, dtype: str):
    from explainer.torch_network.measure import NUMBERS
    from explainer.torch_network.network import Network
    from explainer.torch_network.tracker import Tracker

    graph, plan = example(name), Plan(batch=2, dtype=dtype)
    built = Network(graph, "cpu", torch.float32 if plan.mixed else NUMBERS[plan.low]).eval()
    images, tracker = built.images(2), Tracker()
    tracker.know([*built.parameters(), *built.buffers(), images])
    mixed = torch.autocast("cpu", NUMBERS[plan.low]) if plan.mixed else nullcontext()
    with tracker, torch.no_grad(), mixed:
        _ = built(images)
    assert inference(Case(graph, plan)).total == tracker.peak


# ---- the command ------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", TYPES)
def test_the_command_runs_in_that_type(dtype: str):
    ran = explain("verify", "example:lenet5", "--dtype", dtype, "--optimizer", "adam")
    assert (ran.code, ran.err) == (0, "")
    assert f"batch 1, {dtype}, adam" in ran.text
    assert ran.text.endswith("All agrees.\n")


def test_the_command_says_what_torch_cannot_compute():
    model = b"input: 8x8x4\nlayers: [{conv2d: {out_channels: 4, kernel_size: 1}}, "
    model += b"{local_response_norm: 3}]\n"
    ran = explain("verify", "-", "--dtype", "bfloat16", stdin=model)
    assert (ran.code, ran.out) == (2, b"")
    assert "PyTorch can't run network in bfloat16 on the CPU" in ran.err
    assert ran.err.endswith("Try `--dtype float32`.\n")
