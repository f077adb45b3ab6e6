"""A kind with two outputs and tensors inside: counted by hand, and shown everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

import explainer
from explainer.derivation.checks import checks_of
from explainer.errors import ModelFileError
from explainer.memory.framework.backward import run_backward
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.simulation import prediction, training_step
from explainer.memory.framework.tape import Operation, Value, of_each_input
from explainer.memory.textbook.account import training_of
from explainer.memory.textbook.alive import peak_of_inference
from explainer.memory.textbook.sums import totals_of
from explainer.mistakes.engine.spoilt import Spoilt, with_outputs
from explainer.network.case import Case
from explainer.network.figures import layer_figures
from explainer.network.graph import Graph, build
from explainer.network.plan import Plan
from explainer.network.segments import cut
from explainer.questions.checkpointing.textbook import textbook_cut
from explainer.readers import read
from tests.made_up_kinds import made_up_kinds

pytestmark = pytest.mark.quick

LAYERS: list[Any] = [
    {"conv1d": {"out_channels": 4, "kernel_size": 1, "name": "conv"}},
    "weigh",
    "flatten",
    {"linear": {"out_features": 4, "name": "long"}},
    {"linear": {"out_features": 4, "name": "short", "from": "weigh.state"}},
    {"add": ["long", "short"]},
]
MODEL = {"name": "two outputs", "input": "6x4", "layers": LAYERS}


@pytest.fixture(autouse=True)
def _made_up() -> Iterator[None]:
    with made_up_kinds():
        yield


def graph_of(*layers: Any) -> Graph:
    return build(read({"name": "test", "input": "6x4", "layers": list(layers)}))


def two_outputs() -> Graph:
    return build(read(MODEL))


def test_the_shapes_of_all_outputs_are_known():
    weigh, *_, short, add = two_outputs().nodes[2:]
    assert weigh.output == (6, 4)
    assert [(each.name, each.shape) for each in weigh.outputs] == [
        ("output", (6, 4)),
        ("state", (4,)),
    ]
    assert [(each.name, each.shape) for each in weigh.inner] == [
        ("likenesses", (6, 6)), ("scores", (6, 6)),
    ]  # fmt: skip
    assert (short.inputs, short.sources, add.inputs) == (((4,),), (2,), ((4,), (4,)))


def test_no_two_tensors_have_one_number():
    graph = graph_of("weigh", {"weigh": {"name": "again"}})
    numbers = [t.number for node in graph.nodes for t in (*node.outputs, *node.inner)]
    assert len(set(numbers)) == len(numbers) == 9


def test_the_textbook_counts_each_output_and_what_is_kept_inside():
    graph = two_outputs()
    # 6·4 + 6·4 + (6·4 + 4 + 6·6) + 4 + 4 + 4; the likenesses are there for a moment only.
    assert totals_of(graph).activations == 24 + 24 + 64 + 12
    # 20 + 100 + 20 parameters with their gradients, and 124 values with theirs, of 4 bytes.
    assert training_of(Case(graph, Plan(optimizer="sgd"))).total == 4 * (2 * 140 + 2 * 124)


def test_the_largest_set_alive_has_everything_made_inside():
    found = peak_of_inference(two_outputs())
    # While weigh runs: what it reads, its two outputs, the scores and the likenesses.
    assert (found.at, found.alive, found.sizes) == (2, (1, 2), (24, 24 + 4 + 36 + 36))


def test_an_output_lives_until_its_own_last_reader():
    graph = graph_of(
        "weigh",
        {"linear": {"out_features": 4, "name": "short", "from": "weigh.state"}},
        {"linear": {"out_features": 100, "name": "last"}},
    )
    # Nobody reads the sequence (24 values): it is taken as an output. The state is let go.
    assert peak_of_inference(graph).sizes == (24, 4, 100)


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adafactor"])
def test_every_check_agrees(optimizer):
    found = checks_of(Case(two_outputs(), Plan(batch=3, optimizer=optimizer)))
    assert [check.what for check in found if not check.agrees] == []
    assert "rows_activations" in {check.what for check in found}


def test_the_check_sees_a_formula_that_leaves_an_output_out():
    graph = two_outputs()
    nodes = list(graph.nodes)
    values = {**nodes[2].values, "activations": 24 + 36}
    nodes[2] = replace(nodes[2], values=values)
    wrong = [
        c.what for c in checks_of(Case(replace(graph, nodes=tuple(nodes)), Plan())) if not c.agrees
    ]
    assert "rows_activations" in wrong


def test_what_is_kept_for_the_backward_pass():
    saved = training_step(Case(two_outputs(), Plan(batch=2))).saved
    of_layers = [(each.layer, each.what, each.bytes) for each in saved.storages if each.layer]
    # The output of flatten is weigh's own, and so is what the linear layer keeps of it.
    assert of_layers == [
        ("conv", "output", 8 * 24), ("weigh", "inside", 8 * 36), ("weigh", "output", 8 * 24),
        ("weigh", "output", 8 * 4),
    ]  # fmt: skip


def test_nothing_is_left_over_in_inference():
    graph = two_outputs()
    ledger = prediction(Case(graph, Plan())).ledger
    assert ledger.parts["temporary"] == 4 * 4  # the network's output


def test_a_layer_in_place_writes_over_the_output_that_it_takes():
    state = {"from": "weigh.state"}
    graph = graph_of("weigh", {"relu": state}, {"linear": {"out_features": 2, "name": "last"}})
    relu = graph.nodes[2]
    assert relu.storage == graph.nodes[1].beside[0].number
    assert checks_of(Case(graph, Plan()))
    assert [check.what for check in checks_of(Case(graph, Plan())) if not check.agrees] == []


def test_segments_begin_with_single_outputs():
    graph = two_outputs()
    state = graph.nodes[2].beside[0].number
    assert [segment.inputs for segment in cut(graph, 3)] == [(0,), (2,), (state, 4)]
    parts = textbook_cut(graph, 3)
    assert parts.border_values == (24, 24, 4 + 4)
    assert parts.segment_values == (24 + 64, 4, 4 + 4)
    assert training_step(Case(graph, Plan()), 3).peak.total > 0


def test_a_wrong_size_goes_on_through_each_output():
    graph = with_outputs(two_outputs(), {1: (6, 8)})
    assert graph is not None
    assert [each.shape for each in graph.nodes[2].outputs] == [(6, 8), (8,)]
    assert graph.nodes[5].inputs == ((8,),)


def test_one_wrong_layer_spoils_what_takes_any_of_its_outputs():
    graph = graph_of(
        {"conv1d": {"out_channels": 4, "kernel_size": 3, "padding": 1, "name": "conv"}},
        "weigh",
        {"linear": {"out_features": 4, "name": "short", "from": "weigh.state"}},
    )
    spoilt = Spoilt(graph)
    for name in spoilt.names(1):
        one, plainly = spoilt.with_mistake(name, 1), spoilt.make_plainly(frozenset((name,)), 1)
        if one is not None:
            assert [node.inputs for node in one.graph.nodes] == [
                node.inputs for node in plainly.graph.nodes
            ]


def test_json_has_all_outputs_where_there_are_more():
    weigh, plain = map(layer_figures, two_outputs().nodes[2:4])
    assert weigh["output"] == [6, 4]
    assert weigh["outputs"] == [
        {"name": "output", "shape": [6, 4]},
        {"name": "state", "shape": [4]},
    ]
    assert weigh["inner"] == [
        {"name": "likenesses", "shape": [6, 6], "kept": False},
        {"name": "scores", "shape": [6, 6], "kept": True},
    ]
    assert not {"outputs", "inner"} & set(plain)


def test_the_report_tells_of_every_output():
    report = explainer.explain(MODEL, detail="full")
    text = " ".join(report.markdown().split())
    told = "Beside this output it gives `state` (4 features), which a layer takes as `weigh.state`."
    assert told in text
    assert "Inside it makes `scores` (6×6), which the backward pass needs." in text
    assert "Inside it makes `likenesses` (6×6), only while it runs." in text
    assert "It takes 4 features from weigh.state and gives 4 features." in text
    assert "values that layers make inside" in text
    assert "**differ**" not in text


def test_html_and_pdf_are_made_of_it():
    report = explainer.explain(MODEL)
    assert "weigh.state" in report.html()
    assert report.pdf()[:5] == b"%PDF-"


def test_the_best_segments_are_found():
    report = explainer.explain(MODEL, checkpoint="best")
    assert json.loads(report.json())["checkpointing"]


def test_an_output_that_the_kind_does_not_have_is_refused():
    wrong = [*LAYERS[:2], {"linear": {"out_features": 4, "from": "weigh.stat"}}]
    with pytest.raises(ModelFileError, match=r"no layer called .weigh\.stat. here"):
        read({"input": "6x4", "layers": wrong})


def test_an_output_that_comes_later_is_refused():
    wrong = [{"linear": {"out_features": 4, "from": "weigh.state"}}, {"weigh": {"from": "input"}}]
    with pytest.raises(ModelFileError, match="comes only later"):
        read({"input": "6x4", "layers": wrong})


def test_no_other_layer_may_have_the_name_of_an_output():
    wrong = ["weigh", {"relu": {"name": "weigh.state"}}]
    with pytest.raises(ModelFileError, match=r"weigh\.state.* is given twice"):
        read({"input": "6x4", "layers": wrong})


def test_an_output_of_a_layer_in_a_block_has_the_whole_name():
    blocks = {"part": {"layers": ["weigh"]}}
    layers = ["part", {"linear": {"out_features": 3, "from": "part.weigh.state"}}]
    graph = build(read({"input": "6x4", "blocks": blocks, "layers": layers}))
    assert graph.nodes[-1].inputs == ((4,),)


def test_the_gradients_of_two_outputs_of_one_operation_are_not_added():
    ledger = Ledger()
    one = Operation("one", (), (), (), of_each_input)
    outputs = (
        Value(ledger.new(8), (2,), 8, 4, one),
        Value(ledger.new(4), (1,), 4, 4, one, place=1),
    )
    joined = Operation("joined", outputs, (), (), of_each_input)
    loss = Value(ledger.new(4), (1,), 4, 4, joined)
    run_backward(ledger, [one, joined], loss)
    # The values, the loss and its gradient, and a gradient for each output; then only the values.
    assert (ledger.peak.total, ledger.total) == ((8 + 4 + 4) + 4 + (8 + 4), 8 + 4 + 4)
