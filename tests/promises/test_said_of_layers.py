"""`shares: NAME` and `counted:` in a model file: what is counted, told and refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

import explainer
from explainer.memory.textbook.account import training_of
from explainer.network.case import Case
from explainer.network.graph import Graph, build, owner_of
from explainer.network.plan import Plan
from explainer.readers import read

pytestmark = pytest.mark.quick

ROWS = {"embedding": {"num_embeddings": 100, "embedding_dim": 32, "name": "rows"}}
TIED = {"linear": {"out_features": 100, "name": "out", "shares": "rows"}}
A = {"linear": {"out_features": 6, "name": "a"}}
B = {"linear": {"out_features": 6, "name": "b", "shares": "a"}}


def graph_of(shape: Any, *layers: Any) -> Graph:
    return build(read({"name": "test", "input": shape, "layers": list(layers)}))


def test_tied_weights_are_counted_once_and_biases_of_ones_own_beside() -> None:
    rows, out = graph_of({"tokens": 16}, ROWS, TIED).nodes[1:]
    assert (rows.count("parameters"), out.count("parameters")) == (100 * 32, 100)
    assert out.used("parameters") == 100 * 32 + 100
    # The products are made all the same, at each position.
    assert out.count("macs") == 16 * 32 * 100


def test_a_layer_applied_three_times_is_there_once() -> None:
    c = {"linear": {"out_features": 6, "name": "c", "shares": "b"}}
    graph = graph_of(6, A, B, c)
    assert [node.count("parameters") for node in graph.nodes] == [0, 6 * 6 + 6, 0, 0]
    # Parameters, gradients and momentum once; the input and three outputs with their gradients.
    case = Case(graph, Plan(batch=2, optimizer="momentum", loss="none"))
    assert training_of(case).total == 4 * (3 * 42 + 2 * (6 + 3 * 6) * 2)


def test_the_same_in_a_block_is_another_layers() -> None:
    block = {"layers": [A, B]}
    model = {"input": 6, "blocks": {"pair": block}, "layers": ["pair", "pair"]}
    graph = build(read(model))
    assert [owner_of(node, graph) for node in graph.nodes] == ["", "", "pair.a", "", "pair_1.a"]


def test_the_report_names_whose_weights_they_are_and_shows_the_mistake() -> None:
    told = explainer.explain({"input": 6, "layers": [A, B]}, detail="full").markdown()
    assert "It uses the parameters of a, and has none of its own." in told
    assert "Shared weights counted again." in told
    assert "It gives 36, and right is 0." in told
    figures = json.loads(explainer.explain({"input": 6, "layers": [A, B]}).json())
    assert [layer.get("shares") for layer in figures["layers"]] == [None, None, "a"]
    assert figures["totals"]["parameters"] == 42


def test_a_layer_left_out_of_the_count_adds_nothing_and_pytorch_keeps_the_same() -> None:
    norm = {"layer_norm": {"normalized_shape": 6}}
    silent = {"layer_norm": {"normalized_shape": 6, "counted": False}}
    counted, left_out = (
        explainer.explain({"input": 6, "layers": [A, each]}, detail="full")
        for each in (norm, silent)
    )
    one, other = (json.loads(each.json()) for each in (counted, left_out))
    assert other["layers"][-1]["activations"] == 0
    assert other["layers"][-1]["counted"] is False
    assert one["totals"]["activations"] - other["totals"]["activations"] == 6
    assert one["memory"]["framework"] == other["memory"]["framework"]
    told = left_out.markdown()
    assert "The model file asks not to count what these layers put out: layer_norm." in told


def test_what_is_written_in_place_may_be_counted_and_stays_in_place() -> None:
    usual, asked = (
        json.loads(explainer.explain({"input": 6, "layers": [A, relu]}).json())
        for relu in ("relu", {"relu": {"counted": True}})
    )
    assert [each["layers"][-1]["activations"] for each in (usual, asked)] == [0, 6]
    assert usual["memory"]["framework"] == asked["memory"]["framework"]


def test_parameters_that_no_output_needs_are_counted_and_named() -> None:
    side = {"linear": {"out_features": 3, "name": "side", "from": "input"}}
    back = {"linear": {"out_features": 2, "name": "last", "from": "a"}}
    told = explainer.explain({"input": 6, "layers": [A, side, back]}, detail="full").markdown()
    assert (
        "The output of the network does not depend on these layers: side. Their parameters, 21 in "
        "all, are counted here."
    ) in told


def test_a_network_with_two_outputs_says_so_and_keeps_both() -> None:
    side = {"linear": {"out_features": 3, "name": "side", "from": "input"}}
    last = {"linear": {"out_features": 6, "name": "a", "from": "input"}}
    model = {"input": 6, "layers": [side, last], "outputs": ["side", "a"]}
    figures = json.loads(explainer.explain(model).json())
    assert figures["outputs"] == ["side", "a"]
    # While a is worked out all are there: 42 + 21 parameters, 6 values, 3 and 6.
    assert figures["memory"]["textbook"]["inference"]["total"] == 4 * (63 + 6 + 3 + 6)
    told = explainer.explain(model, detail="full").markdown()
    assert "The network has several outputs, which stay to its end: side, a." in told
    assert "Each of the 2 outputs has a loss of its own, and the losses are added up." in told


def test_an_output_may_be_named_as_the_block_that_gives_it() -> None:
    blocks = {"pair": {"layers": [A, "relu"]}}
    head = {"linear": {"out_features": 2, "name": "head"}}
    layers = [{"pair": {"name": "p"}}, head]
    graph = build(read({"input": 6, "blocks": blocks, "layers": layers, "outputs": ["p", "head"]}))
    assert [node.name for node in graph.outputs] == ["p.relu", "head"]
