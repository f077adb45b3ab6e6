"""Two outputs, tensors inside a layer, token numbers: torch keeps what is derived."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from explainer.memory.textbook.account import training_of
from explainer.network.case import Case
from explainer.network.graph import build
from explainer.network.plan import Plan
from explainer.readers import read
from explainer.torch_network import verify_network
from tests.made_up_kinds import made_up_kinds

torch = pytest.importorskip("torch")

FIRST = {"conv1d": {"out_channels": 4, "kernel_size": 1, "name": "conv"}}
LONG = {"linear": {"out_features": 4, "name": "long"}}
SHORT = {"linear": {"out_features": 4, "name": "short", "from": "weigh.state"}}
NETWORKS: dict[str, list[Any]] = {
    "both outputs are read": [FIRST, "weigh", "flatten", LONG, SHORT, {"add": ["long", "short"]}],
    "the state is read first": [
        FIRST, "weigh", SHORT, {"flatten": {"from": "weigh"}}, LONG, {"add": ["long", "short"]},
    ],
    "nobody reads the state": [FIRST, "weigh", "flatten", LONG],
    "only the state is read": [FIRST, "weigh", SHORT],
    "one behind another": [
        FIRST, "weigh", {"weigh": {"name": "again"}},
        {"multiply": {"from": ["weigh.state", "again.state"]}}, LONG,
    ],
    "in place on the state": [FIRST, "weigh", {"relu": {"from": "weigh.state"}}, LONG],
    "first of all": ["weigh", "flatten", LONG, SHORT, {"add": ["long", "short"]}],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _made_up() -> Iterator[None]:
    with made_up_kinds(torch=True):
        yield


@pytest.mark.parametrize("layers", NETWORKS.values(), ids=list(NETWORKS))
@pytest.mark.parametrize("segments", [1, 2, 3])
def test_every_byte_is_as_in_torch(layers, segments):
    graph = build(read({"name": "test", "input": "30x4", "layers": layers}))
    found = verify_network(Case(graph, Plan(batch=3, optimizer="adam")), segments)
    assert found.differences == ()
    pairs = [found.saved, found.peak, *found.parts, found.inference, *found.inference_parts]
    assert [pair for pair in pairs if pair.derived != pair.measured] == []


ROWS = {"embed": {"num_embeddings": 11, "embedding_dim": 4, "name": "rows"}}
WORDS = [ROWS, "flatten", {"linear": {"out_features": 5, "name": "last"}}]


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(("optimizer", "freeze"), [("sgd", ()), ("adam", ()), ("adam", ("rows",))])
def test_an_embedding_takes_what_it_takes_in_torch(dtype, optimizer, freeze):
    graph = build(read({"name": "words", "input": {"tokens": 7}, "layers": WORDS}))
    plan = Plan(batch=3, optimizer=optimizer, dtype=dtype, freeze=freeze)
    case = Case(graph, plan)
    found = verify_network(case)
    pairs = [found.saved, found.peak, *found.parts, found.inference, *found.inference_parts]
    assert [pair for pair in pairs if pair.derived != pair.measured] == []
    # Torch has the places first here, and the network's modules have the channels first.
    assert [layer.name for layer in found.differences] == ["rows"]
    b, count = plan.bytes_per_value, 11 * 4 + 7 * 4 * 5 + 5
    assert sum(layer.measured.parameters for layer in found.layers) == count
    learning = count - (11 * 4 if freeze else 0)
    book, slots = training_of(case), 2 if optimizer == "adam" else 0
    assert book.total == (
        count * b + learning * (1 + slots) * b + 2 * (7 * 4 + 5) * 3 * b + 7 * 8 * 3
    )


def test_the_shapes_are_those_of_torchs_own_module():
    graph = build(read({"name": "words", "input": {"tokens": 7}, "layers": WORDS}))
    module = torch.nn.Sequential(
        torch.nn.Embedding(11, 4), torch.nn.Flatten(), torch.nn.Linear(28, 5)
    )
    tokens = torch.zeros(1, 7, dtype=torch.int64)
    assert tokens.element_size() == 8
    for node, layer in zip(graph.nodes[1:], module, strict=True):
        tokens = layer(tokens)
        assert node.output == tuple(tokens.shape[1:])
        assert node.count("parameters") == sum(each.numel() for each in layer.parameters())
