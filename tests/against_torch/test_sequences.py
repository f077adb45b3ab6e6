"""Sequences against real torch: how values and gradients lie in memory, and what that copies."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.network.case import Case
from explainer.network.graph import Graph
from explainer.network.plan import Plan
from explainer.torch_network import verify_network
from tests.against_torch.test_framework import network

pytest.importorskip("torch")

SEQUENCE = (5, 6)
SETTINGS: dict[str, dict[str, Any]] = {
    "linear": {"out_features": 6},
    "conv1d": {"out_channels": 6, "kernel_size": 1},
    "group_norm": {"num_groups": 3},
    "layer_norm": {"normalized_shape": 6},
    "prelu": {"num_parameters": 6},
    "local_response_norm": {"size": 2},
}
KINDS = [
    *SETTINGS, "relu", "leaky_relu", "relu6", "silu", "elu", "hardswish", "hardsigmoid",
    "gelu", "sigmoid", "tanh", "softmax", "dropout",
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
    ],
)
def test_what_is_copied_for_its_order_is_to_the_byte_as_in_torch(kinds, batch):
    agree(chain(*kinds), batch)


def test_a_part_of_a_gradient_is_copied_for_group_norm():
    # Concatenation hands on a part of the whole gradient, which leaves gaps.
    kernel = {"out_channels": 6, "kernel_size": 1}
    layers = [{"conv2d": kernel}, {"group_norm": 3}, {"concat": ["conv2d", "group_norm"]}, "gelu"]
    agree(network((5, 4, 2), *layers), 3)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(KINDS), min_size=2, max_size=7), st.integers(1, 3))
def test_any_chain_on_a_sequence_is_to_the_byte_as_in_torch(kinds, batch):
    agree(chain(*kinds), batch)
