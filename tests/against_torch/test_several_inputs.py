"""Networks with several inputs: all bytes are as in torch."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from explainer.network.case import Case
from explainer.network.graph import Graph, build
from explainer.network.plan import Plan
from explainer.network.segments import layers_in
from explainer.readers import read
from tests.against_torch.agreement import PLANS, agree

torch = pytest.importorskip("torch")


def dense(features: int, name: str, **more: Any) -> dict[str, Any]:
    return {"linear": {"out_features": features, "name": name, **more}}


def conv(name: str, source: str, **more: Any) -> dict[str, Any]:
    size = {"out_channels": 4, "kernel_size": 3, "padding": 1}
    return {"conv2d": {**size, "name": name, "from": source, **more}}


def rows(source: str, name: str, features: int = 4) -> dict[str, Any]:
    size = {"num_embeddings": 11, "embedding_dim": features}
    return {"embedding": {**size, "name": name, "from": source}}


TWINS = [
    conv("a", "left"), "relu", conv("b", "right", shares="a"), "gelu",
    {"concat": ["relu", "gelu"]}, "flatten", dense(5, "out"),
]  # fmt: skip
IMAGE_AND_WORDS = [
    conv("a", "image"), "silu", {"flatten": {"name": "seen"}},
    rows("words", "table"), "gelu", {"flatten": {"name": "read"}},
    {"concat": ["seen", "read"]}, dense(5, "out"),
]  # fmt: skip
NETWORKS: dict[str, tuple[dict[str, Any], list[Any]]] = {
    "twins": ({"left": "6x6x3", "right": "6x6x3"}, TWINS),
    "an image and words": ({"image": "6x6x3", "words": {"tokens": 7}}, IMAGE_AND_WORDS),
    "words and an image": ({"words": {"tokens": 7}, "image": "6x6x3"}, IMAGE_AND_WORDS),
    "one that nobody reads": ({"left": "6x6x3", "idle": 9, "right": "6x6x3"}, TWINS),
    "the first is not read": ({"idle": 9, "left": "6x6x3", "right": "6x6x3"}, TWINS),
    "the first by default": (
        {"some": 6, "more": 8},
        [dense(4, "a"), dense(4, "b", **{"from": "more"}), {"add": ["a", "b"]}, dense(3, "out")],
    ),
    "read as they are": (
        {"some": 6, "more": 6},
        [{"multiply": ["some", "more"]}, dense(4, "a"), "gelu", {"concat": ["a", "more", "input"]}],
    ),
    "in place on an input": (
        {"some": 6, "more": 6},
        [{"relu": {"from": "more", "name": "r"}}, dense(4, "a"), dense(4, "b", **{"from": "some"}),
         {"add": ["a", "b"]}],
    ),
    "two rows of words": (
        {"question": {"tokens": 7}, "answer": {"tokens": 5}},
        [rows("question", "q"), {"flatten": {"name": "first"}}, rows("answer", "s"),
         {"flatten": {"name": "second"}}, {"concat": ["first", "second"]}, dense(3, "out")],
    ),
    "sequences in both orders": (
        {"steps": "9x4", "rows": "9x4"},
        [{"conv1d": {"out_channels": 5, "kernel_size": 3, "padding": 1, "from": "steps",
                     "name": "c"}},
         dense(5, "d", **{"from": "rows"}), {"flatten": {"from": "c", "name": "one"}},
         {"flatten": {"from": "d", "name": "two"}}, {"concat": ["one", "two"]}, dense(3, "out")],
    ),
}  # fmt: skip


def network(name: str) -> Graph:
    inputs, layers = NETWORKS[name]
    return build(read({"name": name, "inputs": inputs, "layers": layers}))


@pytest.mark.parametrize(("name", "plan"), list(product(NETWORKS, PLANS)))
def test_all_bytes_are_as_in_torch(name: str, plan: Plan) -> None:
    agree(Case(network(name), plan), 1)


@pytest.mark.parametrize(("name", "segments"), list(product(NETWORKS, [2, 3, 5])))
def test_all_bytes_are_as_in_torch_in_segments(name: str, segments: int) -> None:
    graph = network(name)
    if segments <= layers_in(graph):
        agree(Case(graph, Plan(batch=2, optimizer="adam")), segments)


def test_a_frozen_tower_keeps_nothing() -> None:
    name = read({"name": "t", "inputs": NETWORKS["twins"][0], "layers": TWINS, "freeze": ["a"]})
    graph = build(name)
    agree(Case(graph, Plan(batch=2, freeze=("a", "b"))), 1)
