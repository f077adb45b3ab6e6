"""What an optimizer takes for a moment, as the report's steps tell it, against torch's own step."""

from __future__ import annotations

from typing import Any

import pytest

from explainer.memory.framework.optimizer_step import most_in_step
from explainer.memory.framework.simulation import training_step
from explainer.network.case import Case
from explainer.network.graph import Graph, build
from explainer.network.optimizers import OPTIMIZERS
from explainer.network.plan import Plan
from explainer.network.tensor_shapes import tensor_shapes
from explainer.readers import read

torch = pytest.importorskip("torch")

ROWS = {"embedding": {"num_embeddings": 100, "embedding_dim": 8, "name": "rows"}}
WORDS = {
    "input": {"tokens": 7},
    "layers": [ROWS, {"linear": 12}, "relu", "flatten", {"linear": {"units": 3, "name": "last"}}],
}
IMAGES: dict[str, Any] = {
    "input": "8x8x3",
    "layers": [
        {"conv2d": {"out_channels": 4, "kernel_size": 3}},
        {"layer_norm": {"normalized_shape": [4, 6, 6]}},
        {"conv2d": {"out_channels": 9, "kernel_size": 5, "bias": False, "name": "wide"}},
        "flatten",
        {"linear": 5},
    ],
}
NETWORKS = {"words": WORDS, "images": IMAGES}
NAMES = [each.name for each in OPTIMIZERS if each.torch]


def measured(graph: Graph, optimizer: str) -> int:
    """The most that torch's second step takes beside what was there, in bytes."""
    from explainer.torch_network.optimizers import maker_of
    from explainer.torch_network.tracker import Tracker

    shapes = [shape for node in graph.nodes for shape in tensor_shapes(node)]
    parameters = [torch.nn.Parameter(torch.rand(shape)) for shape in shapes]
    stepping = maker_of(optimizer)(parameters)
    for each in parameters:
        each.grad = torch.rand_like(each)
    stepping.step()
    kept = [t for state in stepping.state.values() for t in state.values()]
    tracker = Tracker()
    known = [*parameters, *(each.grad for each in parameters)]
    tracker.know([*known, *(each for each in kept if isinstance(each, torch.Tensor))])
    before = tracker.total
    with tracker:
        stepping.step()
    return tracker.peak - before if tracker.peak else 0


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("optimizer", NAMES)
def test_the_steps_add_up_to_what_torch_takes(network: str, optimizer: str) -> None:
    graph = build(read(NETWORKS[network]))
    case = Case(graph, Plan(optimizer=optimizer))
    most = most_in_step(case)
    assert most is not None
    formula, arguments, size = most.sum
    assert formula.value(arguments) == size == sum(each.bytes for each in most.tensors)
    assert all(each.formula.value(each.arguments) == each.bytes for each in most.tensors)
    assert size == measured(graph, optimizer)
    assert size == training_step(case).ledger.most_made_in("optimizer")


@pytest.mark.parametrize(
    ("optimizer", "size", "layer"),
    [
        ("nesterov", 800 * 4, "rows"),  # a copy of the largest, the table
        ("rmsprop", (96 + 800) * 4, "linear"),
        ("adam", 2 * 800 * 4, "rows"),
        ("lion", 3 * 800 * 4, "rows"),
        ("adadelta", (96 + 2 * 800) * 4, "linear"),
        # Of the table 100 rows, 8 columns and the change; of the matrix behind it 12 rows.
        ("adafactor", (100 + 8 + 800 + 12) * 4, "linear"),
    ],
)
def test_by_hand(optimizer: str, size: int, layer: str) -> None:
    most = most_in_step(Case(build(read(WORDS)), Plan(optimizer=optimizer)))
    assert most is not None
    assert (most.sum[2], most.layer) == (size, layer)


def test_on_cuda_all_are_copied_at_once() -> None:
    case = Case(build(read(WORDS)), Plan(optimizer="adagrad", device="cuda", freeze=("last",)))
    most = most_in_step(case)
    assert most is not None
    assert most.sum[2] == 2 * (100 * 8 + 8 * 12 + 12) * 4


def test_nothing_learns() -> None:
    frozen = Plan(freeze=("rows", "linear", "last"))
    assert most_in_step(Case(build(read(WORDS)), frozen)) is None
