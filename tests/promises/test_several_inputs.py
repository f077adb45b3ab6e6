"""`inputs:` in a model file: what is counted by hand, shown everywhere, and refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

import explainer
from explainer.derivation.checks import checks_of
from explainer.errors import ModelFileError
from explainer.exercises import Variant
from explainer.exercises.luck import Luck
from explainer.exercises.pages.handout import _network
from explainer.exercises.pages.training_conventions import stored
from explainer.exercises.vary import varied
from explainer.memory.bridge import inference_bridge, training_bridge
from explainer.memory.framework.simulation import prediction, training_step
from explainer.memory.textbook.account import inference_of, training_of
from explainer.memory.textbook.alive import peak_of_inference
from explainer.memory.textbook.sums import totals_of
from explainer.mistakes.engine.claims import judge_claims
from explainer.network.case import Case
from explainer.network.graph import Graph, build
from explainer.network.order import positions_first
from explainer.network.plan import Plan
from explainer.network.segments import cut, layers_in
from explainer.page import nodes as n
from explainer.questions.checkpointing.textbook import textbook_cut
from explainer.readers import read
from explainer.render.to_markdown import to_markdown

pytestmark = pytest.mark.quick

A = {"linear": {"out_features": 5, "name": "a", "from": "left"}}
B = {"linear": {"out_features": 7, "name": "b", "from": "right"}}
JOINED = {"concat": ["a", "b"]}
TWO = {"name": "two", "inputs": {"left": 12, "right": 10}, "layers": [A, B, JOINED]}
ROWS = {"embedding": {"num_embeddings": 9, "embedding_dim": 4, "name": "rows", "from": "words"}}
BOTH = {
    "name": "both",
    "inputs": {"image": "4x4x3", "words": {"tokens": 6}},
    "layers": [{"flatten": {"name": "seen"}}, ROWS, {"flatten": {"name": "read"}},
               {"concat": ["seen", "read"]}],
}  # fmt: skip


def two() -> Graph:
    return build(read(TWO))


def test_an_input_is_a_node_before_all_layers() -> None:
    graph = two()
    assert [node.name for node in graph.inputs] == ["left", "right"]
    assert [node.name for node in graph.layers] == ["a", "b", "concat"]
    assert [node.sources for node in graph.layers] == [(0,), (1,), (2, 3)]
    assert [node.count("parameters") for node in graph.layers] == [12 * 5 + 5, 10 * 7 + 7, 0]


def test_the_values_of_every_input_are_counted() -> None:
    case = Case(two(), Plan(batch=3, optimizer="sgd", loss="none"))
    assert totals_of(case.graph).activations == 12 + 10 + 5 + 7 + 12
    assert training_of(case).total == 4 * (2 * 142 + 2 * 46 * 3)
    assert training_step(case).peak.input == prediction(case).peak.input == 4 * 22 * 3


def test_the_most_is_alive_where_one_input_waits() -> None:
    # a: both inputs and 5 values are 27; b: right, 5 and 7 are 22; concat: 5, 7 and 12 are 24.
    peak = peak_of_inference(two())
    assert (peak.at, peak.alive, peak.sizes) == (2, (0, 1, 2), (12, 10, 5))
    assert inference_of(Case(two(), Plan(batch=2))).total == 4 * (142 + 27 * 2)


def test_an_input_that_nobody_reads_stays_and_is_said() -> None:
    model = {**TWO, "inputs": {"left": 12, "idle": 9, "right": 10}}
    assert peak_of_inference(build(read(model))).sizes == (12, 9, 10, 5)
    told = explainer.explain(model).markdown()
    assert "No layer reads these inputs, which stay all the same: idle." in told
    assert "what nothing reads is taken" not in told


@pytest.mark.parametrize("batch", [1, 5])
def test_tokens_of_an_input_are_counted_beside_the_values_of_another(batch: int) -> None:
    case = Case(build(read(BOTH)), Plan(batch=batch, optimizer="sgd"))
    assert totals_of(case.graph).activations == 48 + 6 * 4 + 72
    assert training_of(case).total == 4 * (2 * 36 + 2 * 144 * batch) + 8 * 6 * batch
    assert prediction(case).peak.input == (48 * 4 + 6 * 8) * batch


@pytest.mark.parametrize("model", [TWO, BOTH])
def test_the_ways_between_the_accounts_meet(model: dict[str, Any]) -> None:
    case = Case(build(read(model)), Plan(batch=2))
    for bridge in (training_bridge(case), inference_bridge(case)):
        assert bridge.reached == bridge.framework
    assert [check for check in checks_of(case) if check.first != check.second] == []


def test_a_segment_begins_with_all_inputs_that_it_reads() -> None:
    graph = two()
    assert layers_in(graph) == 3
    first, second = cut(graph, 2)
    assert (first.first, first.last, first.inputs, first.outputs) == (2, 2, (0,), (2,))
    assert (second.first, second.last, second.inputs, second.outputs) == (3, 4, (1, 2), (4,))
    assert textbook_cut(graph, 2).border_values == (12, 15)


def test_a_layer_in_place_on_an_input_that_a_segment_begins_with_stores_anew() -> None:
    layers = [{"relu": {"from": "right", "name": "r"}}, {"linear": 4}]
    graph = build(read({"inputs": {"left": 3, "right": 8}, "layers": layers}))
    assert [node.name for node in textbook_cut(graph, 2).stored_anew()] == ["r"]


@pytest.mark.parametrize("names", [("steps", "rows"), ("rows", "steps")])
def test_each_sequence_lies_as_the_layers_want_it_that_read_it(names: tuple[str, str]) -> None:
    along = {"conv1d": {"out_channels": 4, "kernel_size": 1, "from": "steps", "name": "c"}}
    each = {"linear": {"out_features": 4, "from": "rows", "name": "d"}}
    model = {"inputs": dict.fromkeys(names, "9x4"), "layers": [along, each]}
    assert positions_first(build(read(model))) == {names.index("rows"), 3}


def test_a_layer_without_from_takes_the_first_which_input_means() -> None:
    layers = [{"linear": 4}, {"linear": {"out_features": 4, "from": "input"}}]
    graph = build(read({"inputs": {"some": 3, "more": 8}, "layers": layers}))
    assert [node.sources for node in graph.layers] == [(0,), (0,)]


def test_a_repeat_sees_the_inputs_and_a_name_is_not_made_twice() -> None:
    adds = {"repeat": {"times": 2, "layers": [{"add": ["input", "linear"]}]}}
    graph = build(read({"inputs": {"some": 8, "linear": 8}, "layers": [{"linear": 8}, adds]}))
    assert [node.name for node in graph.layers] == ["linear_1", "repeat.0.add", "repeat.1.add"]
    assert [node.sources for node in graph.layers] == [(0,), (2, 1), (3, 1)]


def test_the_json_has_them_only_where_there_are_several() -> None:
    found = json.loads(explainer.explain(BOTH).json())
    assert found["inputs"] == [
        {"name": "image", "shape": [4, 4, 3]},
        {"name": "words", "shape": [6], "type": "int64"},
    ]
    assert (found["input"], "input_type" in found) == ([4, 4, 3], False)
    assert "inputs" not in json.loads(explainer.explain("example:lenet5").json())


def test_one_layout_holds_for_all() -> None:
    inputs = {"left": "3x8x9", "right": "1x8x9"}
    model = {"inputs": inputs, "layout": "channels_first", "layers": ["flatten"]}
    assert [node.output for node in build(read(model)).inputs] == [(8, 9, 3), (8, 9, 1)]


def test_what_is_told_names_each() -> None:
    told = explainer.explain(BOTH, detail="full", fits="1GB", sensitivity=True).markdown()
    assert "The network is given several inputs: image (4×4×3), words (6 tokens); one" in told
    assert "one of each is an example." in told
    assert "The largest square image as image" in told
    assert "The longest input as words" in told
    assert "With the side of image" in told
    assert "with the length of words" in told
    assert "The tokens of the input are no values" in told


def test_each_can_be_set_by_its_name() -> None:
    changed = explainer.explain(TWO, set=["inputs.left=20"]).graph
    assert [node.output for node in changed.nodes] == [(20,), (10,), (5,), (7,), (12,)]
    assert changed.nodes[2].count("parameters") == 20 * 5 + 5
    assert changed.spec.input == (20,)
    words = explainer.explain(BOTH, set=["inputs.words={tokens: 9}", "inputs.image=5x5x3"])
    assert [node.output for node in words.graph.inputs] == [(5, 5, 3), (9,)]
    figures = json.loads(words.json())["comparison"]
    assert figures["set"] == {"inputs.words": {"tokens": 9}, "inputs.image": "5x5x3"}
    assert "inputs.words=" in words.markdown()


def test_a_layout_that_is_set_reads_all_of_them_anew() -> None:
    model = {"inputs": {"left": "8x9x4", "right": "5x9x2"}, "layers": ["flatten"]}
    set_ = ["layout=channels_first", "inputs.right=3x8x9"]
    graph = explainer.explain(model, set=set_).graph
    assert [node.output for node in graph.inputs] == [(9, 4, 8), (8, 9, 3)]
    told = explainer.explain(model, set=set_).markdown()
    assert "inputs.left=9x4x8" in told
    assert "inputs.right=8x9x3" in told


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("input=7", "one of them has to be named: left and right"),
        ("left=7", "--set takes inputs.left"),
        ("inputs.rigth=7", 'Did you mean "right"'),
        ("inputs.left=0", "inputs.left"),
    ],
)
def test_what_is_not_named_so_cannot_be_set(change: str, said: str) -> None:
    with pytest.raises(ModelFileError) as refused:
        explainer.explain(TWO, set=[change])
    assert said in str(refused.value)


def test_the_one_input_has_no_other_name() -> None:
    with pytest.raises(ModelFileError, match="There is one input only: write input"):
        explainer.explain({"input": 7, "layers": [{"linear": 2}]}, set=["inputs.left=7"])


def test_a_claim_may_be_made_for_another_size_of_one() -> None:
    made_for = {"quantity": "parameters", "value": 182, "with": {"inputs": {"left": 20}}}
    own = {"quantity": "parameters", "value": 142}
    document = explainer.explain({**TWO, "claims": [made_for, own]})
    found = judge_claims(document.case)
    assert [each.exact for each in found] == [20 * 5 + 5 + 77, 142]
    assert "inputs.left: 20" in document.markdown()
    wrong = {"quantity": "parameters", "value": 1, "with": {"inputs": {"lefd": 20}}}
    with pytest.raises(ModelFileError, match='Did you mean "left"'):
        explainer.explain({**TWO, "claims": [wrong]})


def test_exercises_vary_them() -> None:
    spec, plan = read(BOTH), Plan()
    drawn = [varied(spec, plan, Luck(f"{seed}"))[1] for seed in range(12)]
    names = {change.partition("=")[0] for changes in drawn for change in changes}
    assert names >= {"inputs.image", "inputs.words"}


def test_a_setting_of_a_layer_can() -> None:
    changed = explainer.explain(TWO, set=["a.out_features=6"]).graph
    assert [node.output for node in changed.nodes] == [(12,), (10,), (6,), (7,), (13,)]


def test_an_exercise_tells_all_inputs_and_what_is_stored() -> None:
    case = Case(build(read(BOTH)), Plan(batch=2))
    variant = Variant(1, "01", 1, case, "", (), (), ())
    page = n.Page("sheet", (_network(variant), n.Paragraph(stored(variant))))
    told = to_markdown(page)
    assert "| image |   |   | 4×4×3 |\n| words |   |   | 6 tokens |\n| seen | `flatten` |" in told
    assert "which add no values: words, seen, read. The tokens are no values: training" in told


def test_tools_that_count_inputs_say_that_they_are_not_derived() -> None:
    told = explainer.reconcile(TWO).markdown()
    said = "How this tool counts the inputs of a network that has several is not derived here."
    assert told.count(said) == 3  # Caffe, torchsummary and torchinfo
