"""Recurrent layers counted by hand, and what is said of the part that is not derived."""

from __future__ import annotations

import json
from typing import Any

import pytest

import explainer
from explainer.memory.framework.missing import missing_in_training
from explainer.memory.textbook.alive import peak_of_inference
from explainer.network.case import Case
from explainer.network.graph import build
from explainer.network.node import Node
from explainer.network.plan import Plan
from explainer.readers import read

pytestmark = pytest.mark.quick


def layer(kind: str, **settings: Any) -> Node:
    model = {"name": "test", "input": "5x16", "layers": [{kind: settings}]}
    return build(read(model)).nodes[1]


def test_a_gru_in_both_directions():
    gru = layer("gru", hidden_size=32, bidirectional=True)
    # Two directions of three gates with 32 rows: 16 + 32 weights a row, and two biases.
    assert gru.count("parameters") == 2 * 3 * 32 * (16 + 32 + 2) == 9_600
    assert (gru.output, gru.beside[0].shape) == ((5, 64), (64,))
    # Both states and three gates of each at five positions, and the last states.
    assert gru.count("activations") == 5 * (64 + 3 * 64) + 64
    assert gru.count("macs") == 5 * 2 * 3 * 32 * (16 + 32)


def test_two_layers_of_an_lstm():
    lstm = layer("lstm", hidden_size=8, num_layers=2)
    assert lstm.count("weights") == 4 * 8 * (16 + 8) + 4 * 8 * (8 + 8)
    assert lstm.count("biases") == 2 * 2 * 4 * 8
    # Two layers with four gates, a cell and a state each; the last state and cell once more.
    assert lstm.count("activations") == 5 * 2 * (4 + 1 + 1) * 8 + 2 * 8
    assert [(each.name, each.shape) for each in lstm.beside] == [("state", (8,)), ("cell", (8,))]


def test_a_plain_one_keeps_its_states():
    assert layer("rnn", hidden_size=8).count("activations") == 5 * 8 + 8
    assert layer("rnn", hidden_size=8, bias=False).count("parameters") == 8 * (16 + 8)


def test_gates_of_all_positions_are_not_there_at_once_in_inference():
    graph = build(read({"input": "5x16", "layers": [{"lstm": {"hidden_size": 8}}]}))
    # The input, the sequence of states, the last state and the last cell.
    assert peak_of_inference(graph).total == 5 * 16 + 5 * 8 + 8 + 8


@pytest.mark.parametrize(
    ("kind", "plan", "why"),
    [
        ("lstm", {}, "onednn_workspace"),
        ("lstm", {"dtype": "float64"}, ""),
        ("gru", {}, ""),
        ("rnn", {"device": "cuda"}, "cudnn_reserve"),
        ("lstm", {"device": "cuda"}, "cudnn_reserve"),
        ("lstm", {"freeze": ("lstm",)}, "onednn_workspace"),  # made all the same, and let go
    ],
)
def test_what_is_missing_and_why(kind, plan, why):
    graph = build(read({"input": "5x16", "layers": [{kind: {"hidden_size": 8}}]}))
    found = missing_in_training(Case(graph, Plan(**plan)))
    assert [each.why for each in found] == ([why] if why else [])


def test_a_bound_is_called_one_in_every_output():
    report = explainer.explain("example:char_lstm", batch=2)
    figures = json.loads(report.json())["memory"]["framework"]
    assert figures["missing"] == [{"layer": "lstm", "why": "onednn_workspace"}]
    text = " ".join(report.markdown().split())
    assert "One part is not derived" in text
    assert "at least " in text
    assert "total, at least" in text
    assert "**differ**" not in text
