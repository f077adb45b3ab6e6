"""Layers that share their parameters: all bytes are as in torch."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from explainer.network.case import Case
from explainer.network.graph import Graph, build
from explainer.network.plan import Plan
from explainer.readers import read
from explainer.torch_network import verify_network

torch = pytest.importorskip("torch")

WORDS = {"tokens": 7}
ROWS = {"embedding": {"num_embeddings": 11, "embedding_dim": 4, "name": "rows"}}


def dense(features: int, name: str, **more: Any) -> dict[str, Any]:
    return {"linear": {"out_features": features, "name": name, **more}}


def conv(name: str, **more: Any) -> dict[str, Any]:
    size = {"out_channels": 4, "kernel_size": 3, "padding": 1}
    return {"conv2d": {**size, "name": name, **more}}


TIED = dense(11, "out", shares="rows")
NETWORKS: dict[str, tuple[Any, list[Any]]] = {
    "tied to the embedding": (WORDS, [ROWS, dense(4, "hidden"), "gelu", TIED]),
    "tied without biases": (WORDS, [ROWS, "gelu", dense(11, "out", shares="rows", bias=False)]),
    "tied and in one segment": (WORDS, [ROWS, TIED]),
    "a dense layer twice": ("6", [dense(6, "a"), "relu", dense(6, "b", shares="a"), dense(3, "c")]),
    "three times": (
        "6",
        [dense(6, "a"), "gelu", dense(6, "b", shares="a"), "gelu", dense(6, "c", shares="b")],
    ),
    "two branches of one layer": (
        "6",
        [dense(5, "a"), dense(5, "b", shares="a", **{"from": "input"}), {"add": ["a", "b"]}],
    ),
    "a convolution twice": ("6x6x4", [conv("a"), "relu", conv("b", shares="a"), "flatten"]),
    "a larger image first": (
        "8x8x4",
        [conv("a"), {"max_pool2d": 2}, conv("b", shares="a"), "gelu", conv("c", shares="a")],
    ),
    "slopes": ("6x6x4", [conv("a"), "prelu", conv("b"), {"prelu": {"shares": "prelu"}}]),
    "statistics": (
        "6x6x4",
        [conv("a"), "batch_norm2d", conv("b"), {"batch_norm2d": {"shares": "batch_norm2d"}}],
    ),
    "a norm": (
        "7x4",
        [dense(4, "a"), {"layer_norm": 4}, dense(4, "b"),
         {"layer_norm": {"normalized_shape": 4, "shares": "layer_norm"}}, dense(2, "c")],
    ),
}  # fmt: skip
PLANS = [
    Plan(batch=1, optimizer="sgd", loss="none"),
    Plan(batch=2, optimizer="adam", loss="none"),
    Plan(batch=3, optimizer="momentum", dtype="float64", loss="none", accumulate=2),
    Plan(batch=2, optimizer="adadelta", dtype="mixed_bfloat16", loss="none"),
    Plan(batch=32, optimizer="sgd", dtype="bfloat16", loss="none"),
    Plan(batch=2, optimizer="adafactor", loss="none"),
]


def network(name: str) -> Graph:
    shape, layers = NETWORKS[name]
    return build(read({"name": name, "input": shape, "layers": layers}))


@pytest.mark.parametrize(("name", "plan"), list(product(NETWORKS, PLANS)))
def test_all_bytes_are_as_in_torch(name: str, plan: Plan) -> None:
    agree(Case(network(name), plan), 1)


@pytest.mark.parametrize(("name", "segments"), list(product(NETWORKS, [2, 3, 5])))
def test_all_bytes_are_as_in_torch_in_segments(name: str, segments: int) -> None:
    graph = network(name)
    if segments < len(graph.nodes):
        agree(Case(graph, Plan(batch=2, optimizer="adam", loss="none")), segments)


@pytest.mark.parametrize("name", NETWORKS)
def test_frozen_weights_are_frozen_wherever_they_are_used(name: str) -> None:
    graph = network(name)
    owner = next(node.shares for node in graph.nodes if node.shares is not None)
    partly = any(node.shares == owner and node.count("parameters") for node in graph.nodes)
    if not partly:
        plan = Plan(batch=2, optimizer="momentum", loss="none", freeze=(graph.nodes[owner].name,))
        agree(Case(graph, plan), 1)


def agree(case: Case, segments: int) -> None:
    found = verify_network(case, segments)
    assert found.differences == ()
    pairs = [found.saved, found.peak, *found.parts, found.inference, *found.inference_parts]
    assert [pair for pair in pairs if pair.derived != pair.measured] == []
