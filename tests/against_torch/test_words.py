"""Tokens, their rows, and layers along the last axis of a sequence: all bytes are as in torch."""

from __future__ import annotations

from typing import Any

import pytest

from explainer.memory.textbook.account import training_of
from explainer.network.case import Case
from explainer.network.graph import Graph, build
from explainer.network.plan import Plan
from explainer.readers import read
from tests.against_torch.agreement import agree

torch = pytest.importorskip("torch")
flop_counter = pytest.importorskip("torch.utils.flop_counter")

ROWS = {"embedding": {"num_embeddings": 11, "embedding_dim": 4, "name": "rows"}}
NORM = {"layer_norm": {"normalized_shape": 4, "name": "norm"}}
CONV = {"conv1d": {"out_channels": 6, "kernel_size": 3, "name": "conv"}}
WORDS, SEQUENCE = {"tokens": 7}, "7x4"


def dense(features: int, name: str = "last", **more: Any) -> dict[str, Any]:
    return {"linear": {"out_features": features, "name": name, **more}}


HIDDEN, LAST = dense(8, "hidden"), dense(5)
BLOCK = [ROWS, NORM, HIDDEN, "gelu", {"dropout": {"p": 0.5}}, dense(4, "back")]
NETWORKS: dict[str, tuple[Any, list[Any]]] = {
    "rows alone": (WORDS, [ROWS]),
    "rows in one line": (WORDS, [ROWS, "flatten", LAST]),
    "a label for each token": (WORDS, [ROWS, HIDDEN, "relu", LAST]),
    "in place on what is no view": (WORDS, [ROWS, dense(8, "hidden", bias=False), "relu", LAST]),
    "scores of each token": (WORDS, [ROWS, HIDDEN, "gelu", LAST, "softmax"]),
    "shares along the positions": (WORDS, [ROWS, {"softmax": {"dim": 1}}, HIDDEN, "flatten", LAST]),
    "a residual block": (WORDS, [*BLOCK, {"add": ["rows", "back"]}, "flatten", LAST]),
    "joined": (WORDS, [ROWS, HIDDEN, {"concat": ["rows", "hidden"]}, LAST]),
    "learnt slopes": (WORDS, [ROWS, {"prelu": {"num_parameters": 4}}, LAST]),
    "rows into a convolution": (WORDS, [ROWS, CONV, "relu", "flatten", LAST]),
    "dense layers alone": (SEQUENCE, [HIDDEN, "relu", LAST]),
    "first an activation": (SEQUENCE, ["relu", HIDDEN, "relu", "flatten", LAST]),
    "behind a convolution": (SEQUENCE, [CONV, "relu", dense(5, "middle"), "relu", "flatten", LAST]),
    "the same without biases": (SEQUENCE, [CONV, dense(5, "middle", bias=False), "relu", LAST]),
    "at the end": (SEQUENCE, [CONV, "gelu", LAST]),
    "before a convolution": (SEQUENCE, [HIDDEN, CONV, "gelu", LAST]),
    "a single position": ("4x1", [{"conv1d": {"out_channels": 3, "kernel_size": 4}}, "gelu", LAST]),
}
PLANS = [
    Plan(batch=1, optimizer="sgd", loss="cross_entropy"),
    Plan(batch=2, optimizer="adam", dtype="float64", loss="cross_entropy"),
    Plan(batch=32, optimizer="adafactor", loss="cross_entropy"),
    Plan(batch=2, optimizer="momentum", dtype="bfloat16", loss="cross_entropy"),
    Plan(batch=3, optimizer="adadelta", dtype="mixed_bfloat16", loss="cross_entropy"),
    Plan(batch=2, optimizer="nesterov", loss="none", accumulate=2),
]


def network(name: str) -> Graph:
    given, layers = NETWORKS[name]
    return build(read({"name": "test", "input": given, "layers": layers}))


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"{plan.optimizer}-{plan.dtype}")
@pytest.mark.parametrize("name", NETWORKS)
def test_every_byte_is_as_in_torch(name: str, plan: Plan) -> None:
    agree(Case(network(name), plan))


@pytest.mark.parametrize("segments", [2, 3])
@pytest.mark.parametrize("name", [name for name, (_, layers) in NETWORKS.items() if layers[2:]])
def test_so_it_is_where_segments_run_again(name: str, segments: int) -> None:
    for plan in PLANS[:3]:
        agree(Case(network(name), plan), segments)


@pytest.mark.parametrize("name", NETWORKS)
def test_so_it_is_where_any_one_layer_is_frozen(name: str) -> None:
    graph = network(name)
    for node in graph.nodes:
        if node.count("parameters"):
            agree(
                Case(
                    graph,
                    Plan(batch=2, optimizer="adam", loss="cross_entropy", freeze=(node.name,)),
                )
            )


def test_parameters_and_the_textbooks_total() -> None:
    graph = network("rows in one line")
    module = torch.nn.Sequential(
        torch.nn.Embedding(11, 4), torch.nn.Flatten(), torch.nn.Linear(28, 5)
    )
    assert sum(map(torch.numel, module.parameters())) == 11 * 4 + 28 * 5 + 5 == 189
    case = Case(graph, Plan(batch=3, optimizer="adam"))
    # Parameters, gradients and two values each; 28 and 5 values with theirs; tokens of 8 bytes.
    assert training_of(case).total == 4 * 189 * 4 + 4 * 2 * (28 + 5) * 3 + 7 * 8 * 3


def test_the_gradient_of_the_table_has_a_value_for_every_token() -> None:
    table = torch.nn.Embedding(11, 4)
    table(torch.zeros(3, 7, dtype=torch.int64)).sum().backward()
    assert table.weight.grad.layout is torch.strided
    assert table.weight.grad.untyped_storage().nbytes() == 11 * 4 * 4


@pytest.mark.parametrize("features", [1, 6])
def test_a_dense_layer_along_a_sequence_has_torchs_shape_and_products(features: int) -> None:
    module = torch.nn.Linear(4, features)
    node = build(read({"name": "t", "input": SEQUENCE, "layers": [dense(features)]})).nodes[-1]
    assert node.output == tuple(module(torch.zeros(1, 7, 4)).shape[1:])
    assert node.count("parameters") == sum(map(torch.numel, module.parameters()))
    with flop_counter.FlopCounterMode(display=False) as counter:
        module(torch.zeros(1, 7, 4))
    assert 2 * node.count("macs") == counter.get_total_flops()
