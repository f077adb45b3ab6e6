"""Sequences against real torch: how values and gradients lie in memory, and what that copies."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.network.case import Case
from explainer.network.graph import Graph
from explainer.network.plan import Plan
from explainer.torch_network import build_network, verify_network
from tests.against_torch.test_framework import network

torch = pytest.importorskip("torch")

SEQUENCE = (5, 6)
SETTINGS: dict[str, dict[str, Any]] = {
    "linear": {"out_features": 6},
    "conv1d": {"out_channels": 6, "kernel_size": 1},
    "conv_transpose1d": {"out_channels": 6, "kernel_size": 2, "padding": "same"},
    "group_norm": {"num_groups": 3},
    "layer_norm": {"normalized_shape": 6},
    "rms_norm": {"normalized_shape": 6},
    "batch_norm1d": {},
    "max_pool1d": {"kernel_size": 3, "stride": 1, "padding": 1},
    "avg_pool1d": {"kernel_size": 2, "stride": 1, "padding": "same"},
    "adaptive_max_pool1d": {"output_size": 5},
    "adaptive_avg_pool1d": {"output_size": 5},
    "prelu": {"num_parameters": 6},
    "local_response_norm": {"size": 2},
    "channel_shuffle": {"groups": 3},
}
KINDS = [
    *SETTINGS, "relu", "leaky_relu", "relu6", "silu", "elu", "hardswish", "hardsigmoid",
    "gelu", "sigmoid", "tanh", "softmax", "dropout", "mish", "softplus", "log_softmax", "identity",
]  # fmt: skip


def chain(*kinds: str) -> Graph:
    return network(SEQUENCE, *({kind: SETTINGS.get(kind, {})} for kind in kinds))


def agree(graph: Graph, batch: int) -> None:
    found = verify_network(Case(graph, Plan(batch=batch, loss="none", optimizer="sgd")))
    assert found.differences == ()
    for pair in (found.saved, found.peak, *found.parts, found.inference, *found.inference_parts):
        assert pair.derived == pair.measured, (pair, found.parts)


@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize(
    "kinds",
    [
        ("conv1d", "group_norm", "linear"),
        ("linear", "group_norm", "linear", "gelu"),
        ("conv1d", "group_norm", "gelu", "linear"),
        ("conv1d", "group_norm", "relu", "linear"),
        ("conv1d", "group_norm"),
        ("layer_norm", "linear", "conv1d"),
        ("linear", "local_response_norm", "group_norm", "linear"),
        ("linear", "local_response_norm"),
        ("linear", "prelu", "silu"),
        ("linear", "silu"),
        ("linear", "rms_norm", "linear", "group_norm"),
        ("conv1d", "rms_norm", "linear"),
        ("conv1d", "rms_norm"),
        ("linear", "batch_norm1d", "linear"),
        ("linear", "max_pool1d", "linear", "avg_pool1d", "group_norm"),
        ("linear", "max_pool1d", "max_pool1d", "group_norm"),
        ("linear", "adaptive_max_pool1d", "group_norm"),
        ("conv1d", "avg_pool1d", "linear", "adaptive_avg_pool1d"),
        ("rms_norm", "linear", "batch_norm1d", "gelu", "group_norm"),
    ],
)
def test_what_is_copied_for_its_order_is_to_the_byte_as_in_torch(kinds, batch):
    agree(chain(*kinds), batch)


@pytest.mark.parametrize("first", ["linear", "conv1d"])
@pytest.mark.parametrize("last", ["gelu", "group_norm"])
def test_the_mean_of_a_sequence_is_to_the_byte_as_in_torch(first, last):
    mean = {"adaptive_avg_pool1d": {"output_size": 1}}
    layers = [{first: SETTINGS[first]}, "gelu", mean, {last: SETTINGS.get(last, {})}]
    agree(network(SEQUENCE, *layers), 3)


def test_dropout_keeps_its_mask_before_it_multiplies():
    plan = Plan(batch=3, loss="none", optimizer="sgd", accumulate=2)
    found = verify_network(Case(chain("conv1d", "dropout"), plan))
    assert [pair for pair in found.parts if pair.derived != pair.measured] == []


@pytest.mark.parametrize("kind", ["linear", "conv1d"])
@pytest.mark.parametrize("dim", [1, 2, -1, -2, None])
def test_the_axis_of_softmax_is_torchs_own(kind, dim):
    # A linear layer gives (N, L, C), a convolution (N, C, L); by default it is that of channels.
    graph = network(SEQUENCE, {kind: SETTINGS[kind]}, {"softmax": {"dim": dim}}, "gelu")
    built = build_network(graph)
    shares = built.layers["2"](built.layers["1"](built.images(2)))
    axis = dim if dim is not None else {"linear": 2, "conv1d": 1}[kind]
    assert torch.allclose(shares.sum(axis), torch.ones(1))


def test_a_part_of_a_gradient_is_copied_for_group_norm():
    # Concatenation hands on a part of the whole gradient, which leaves gaps.
    kernel = {"out_channels": 6, "kernel_size": 1}
    layers = [{"conv2d": kernel}, {"group_norm": 3}, {"concat": ["conv2d", "group_norm"]}, "gelu"]
    agree(network((5, 4, 2), *layers), 3)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(KINDS), min_size=1, max_size=6), st.integers(1, 3), st.booleans())
def test_any_chain_on_a_sequence_is_to_the_byte_as_in_torch(kinds, batch, dense):
    # Where no layer works, as under dropout alone in inference, the tracker sees nothing.
    agree(chain("linear" if dense else "conv1d", *kinds), batch)
