"""Networks with several outputs, each with a loss: all bytes are as in torch."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from explainer.network.case import Case
from explainer.network.graph import Graph, build
from explainer.network.plan import Plan
from explainer.network.segments import layers_in
from explainer.readers import read
from tests.against_torch.agreement import PLANS as VARIED
from tests.against_torch.agreement import agree

torch = pytest.importorskip("torch")


def dense(features: int, name: str, **more: Any) -> dict[str, Any]:
    return {"linear": {"out_features": features, "name": name, **more}}


def conv(name: str, **more: Any) -> dict[str, Any]:
    size = {"out_channels": 4, "kernel_size": 3, "padding": 1}
    return {"conv2d": {**size, "name": name, **more}}


AUXILIARY = [
    conv("a"), "relu",
    {"flatten": {"name": "flat", "from": "relu"}}, dense(5, "side"),
    conv("b", **{"from": "relu"}), "gelu", "flatten", dense(5, "main"),
]  # fmt: skip
NETWORKS: dict[str, tuple[Any, list[Any], list[str]]] = {
    "an auxiliary head": ("6x6x3", AUXILIARY, ["main", "side"]),
    "the side first": ("6x6x3", AUXILIARY, ["side", "main"]),
    "the last layer is none": ("6x6x3", [*AUXILIARY, dense(3, "unused")], ["main", "side"]),
    "an output that is read": ("6", [dense(5, "a"), dense(4, "b"), "relu"], ["a", "relu"]),
    "two softmaxes": (
        "6",
        [dense(5, "a"), {"softmax": {"name": "s"}}, dense(4, "b", **{"from": "a"}), "softmax"],
        ["s", "softmax"],
    ),
    "three": ("6", [dense(5, "a"), "gelu", dense(4, "b"), "gelu", dense(3, "c")], ["a", "b", "c"]),
    "places and features": (
        {"tokens": 7},
        [
            {"embedding": {"num_embeddings": 11, "embedding_dim": 4, "name": "rows"}},
            dense(11, "each"), {"flatten": {"from": "rows"}}, dense(3, "whole"),
        ],
        ["each", "whole"],
    ),
}  # fmt: skip
PLANS = [*VARIED, Plan(batch=2, optimizer="sgd", loss="cross_entropy", accumulate=2)]


def network(name: str) -> Graph:
    shape, layers, outputs = NETWORKS[name]
    return build(read({"name": name, "input": shape, "layers": layers, "outputs": outputs}))


@pytest.mark.parametrize(("name", "plan"), list(product(NETWORKS, PLANS)))
def test_all_bytes_are_as_in_torch(name: str, plan: Plan) -> None:
    agree(Case(network(name), plan), 1)


@pytest.mark.parametrize(("name", "segments"), list(product(NETWORKS, [2, 3, 5])))
def test_all_bytes_are_as_in_torch_in_segments(name: str, segments: int) -> None:
    graph = network(name)
    if segments <= layers_in(graph):
        agree(Case(graph, Plan(batch=2, optimizer="adam")), segments)
