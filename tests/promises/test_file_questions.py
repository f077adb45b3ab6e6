"""The questions of a model file: what answers them, exactly, on the page and in JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import explainer
from explainer.options.extent import Detail
from explainer.page import nodes as n
from explainer.questions.of_file.answer import answers_to_file
from explainer.questions.of_file.page import question_blocks
from explainer.readers import example_names, read
from explainer.render.literal import plain
from explainer.results.checked_case import case_of
from explainer.results.results import Results

pytestmark = pytest.mark.quick

CASES = ("small-cnn-50", "vgg16", "tiny-cnn-512", "totals-recipe", "seven-parts")
CONV = {"conv2d": {"out_channels": 4, "kernel_size": 3, "padding": 1, "name": "conv"}}
MODEL = {"name": "small", "input": "8x8x3", "loss": "cross_entropy", "layers": [CONV, "relu"]}


def work_on(model: Any, **knobs: Any) -> Results:
    return Results(case_of(read(model), knobs))


def asking(*questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**MODEL, **more, "questions": list(questions)}


def figures(model: Any, **options: Any) -> list[Any]:
    questions: list[Any] = json.loads(explainer.explain(model, **options).json())["questions"]
    return questions


def one(question: dict[str, Any], **more: Any) -> Any:
    (found,) = figures(asking({"ask": "Why?", **question}, **more))
    return found


def cells(row: n.Row) -> list[str]:
    return [plain(cell) for cell in row.cells if isinstance(cell, tuple)]


def told(model: Any, **knobs: Any) -> str:
    """The answers as text, a line for each question."""
    blocks = question_blocks(work_on(model, **knobs))
    lines = [b.parts for b in blocks if isinstance(b, n.Paragraph)]
    return "\n".join(map(plain, lines))


def test_what_is_shown_is_exact():
    shown = one({"show": ["conv.weights", "activations", "conv.training.total", "training.layers"]})
    conv = 112 * 3 * 4 + 256 * 2 * 4
    assert shown["show"] == [
        {"quantity": "conv.weights", "unit": "values", "value": 108},
        {"quantity": "activations", "unit": "values", "value": 192 + 256},
        {"quantity": "conv.training.total", "unit": "bytes", "value": conv},
        {"quantity": "training.layers", "unit": "bytes", "value": conv + 192 * 2 * 4},
    ]


def test_several_layers_cost_what_they_cost_together():
    layers = [
        {"linear": {"out_features": 5, "name": "fc1"}},
        {"linear": {"out_features": 2, "name": "fc2"}},
    ]
    asked = asking({"ask": "Why?", "show": ["fc*.training.optimizer"]}, layers=layers, input=10)
    (found,) = figures(asked, optimizer="adam", batch=7)
    assert found["show"][0]["value"] == (10 * 5 + 5 + 5 * 2 + 2) * 2 * 4


def test_what_is_set_is_compared_with_the_network_as_it_is():
    found = one({"set": {"conv.kernel_size": 5, "conv.padding": 2}, "show": ["conv.weights"]})
    assert found["set"] == {"conv.kernel_size": 5, "conv.padding": 2}
    assert found["show"] == [
        {"quantity": "conv.weights", "unit": "values", "value": 108, "changed": 300,
         "factor": "25/9"},
    ]  # fmt: skip


def test_a_change_alone_shows_the_usual_sums():
    found = one({"set": {"relu.inplace": False}})
    names = [row["quantity"] for row in found["show"]]
    assert names == ["parameters", "activations", "training.total"]
    assert [row["changed"] - row["value"] for row in found["show"]] == [0, 256, 256 * 2 * 4]


def test_a_change_of_the_run_goes_before_what_the_caller_says():
    asked = asking({"ask": "Why?", "set": {"batch": 5}, "show": ["training.activations"]})
    (found,) = figures(asked, batch=2)
    assert found["batch"] == 5
    row = found["show"][0]
    assert (row["value"], row["changed"]) == (448 * 2 * 4, 448 * 5 * 4)


def test_a_memory_is_searched_in_both_accounts():
    found = one({"fits": "100 kB"})["fits"]
    # 112·3·4 bytes stay, and 448·2·4 come with every image.
    assert found["size"] == 100_000
    assert found["textbook"] == {
        "fits": True, "bytes": 1344 + 3584, "largest_batch": (100_000 - 1344) // 3584,
    }  # fmt: skip
    alone = json.loads(explainer.explain(MODEL, fits="100 kB").json())["fits"]
    assert found["framework"]["largest_batch"] == alone["framework"]["largest_batch"]


def test_a_memory_is_searched_for_the_changed_network():
    found = one({"fits": 100_000, "set": {"optimizer": "sgd"}})["fits"]
    assert found["textbook"]["bytes"] == 112 * 2 * 4 + 448 * 2 * 4


def test_bare_totals_have_no_rows_and_no_other_account():
    totals = {"activations": 1000, "parameters": 10}
    asked = {"ask": "Why?", "show": ["training.layers", "inference.total"], "fits": "1 kB"}
    (found,) = figures({"totals": totals, "questions": [asked]})
    assert [row["value"] for row in found["show"]] == [None, None]
    assert found["fits"]["framework"] is None
    assert found["fits"]["textbook"] == {"fits": False, "bytes": 8120, "largest_batch": 0}
    assert "can't be derived" in told({"totals": totals, "questions": [asked]})


def test_a_claim_is_meant_by_its_quantity_and_by_its_number():
    claims = [
        {"quantity": "activations", "value": 448},
        {"quantity": "conv.weights", "value": 36},
        {"quantity": "activations", "value": 24, "unit": "M"},
    ]
    assert one({"claims": ["activations"]}, claims=claims)["claims"] == [0, 2]
    assert one({"claims": ["activations = 24 M"]}, claims=claims)["claims"] == [2]
    assert one({"claims": ["conv.weights", "activations = 448"]}, claims=claims)["claims"] == [1, 0]
    text = told(asking({"ask": "Whence?", "claims": ["conv.weights"]}, claims=claims))
    assert "Exactly it is 108 values" in text
    assert "Input depth forgotten" in text


def test_set_on_the_command_line_leaves_the_questions_out():
    """They ask about the network as it is, as its published figures do."""
    assert figures(asking({"ask": "Why?", "answer": "So."}), set=["conv.bias=false"]) == []


def test_a_file_that_asks_nothing_says_nothing():
    assert question_blocks(work_on(MODEL)) == []
    assert figures(MODEL) == []


@pytest.mark.parametrize(
    ("size", "verdict"),
    [("1 kB", "No: training"), ("1 MB", "Yes: training"), ("5200", "depends on the account")],
)
def test_the_verdict_is_that_of_the_accounts(size, verdict):
    """The textbook takes 4,928 bytes, and PyTorch's peak is larger."""
    found = one({"fits": size})["fits"]
    within = {found["textbook"]["fits"], found["framework"]["fits"]}
    assert len(within) == (2 if "depends" in verdict else 1)
    assert verdict in told(asking({"ask": "Does it fit?", "fits": size}))


def test_every_quantity_has_its_sentence():
    """Of the network, of a layer, of each part of both accounts, and of sums."""
    network = ["weights", "biases", "parameters", "buffers", "activations", "macs", "im2col"]
    layer = [f"conv.{name}" for name in (*network, "H_out", "c_out")]
    training = ["parameters", "gradients", "optimizer", "activations", "activation_gradients"]
    parts = [f"training.{name}" for name in (*training, "miscellaneous", "total")]
    parts += [f"inference.{name}" for name in ("parameters", "activations", "total")]
    costs = [f"conv.training.{name}" for name in (*training, "total")]
    sums = ["weights + biases", "training.parameters + training.gradients"]
    asked = [*network, *layer, *parts, *costs, *sums, "optimizer.slots", "training.layers"]
    model = asking({"ask": "What is it?", "show": asked, "set": {"conv.kernel_size": 1}})
    work = work_on(model)
    (answer,) = answers_to_file(work)
    assert [figure.exhibit.name for figure in answer.figures] == asked
    text = told(model)
    # A change of nothing to something is told in other words.
    assert text.count("before") + text.count("Without the change") == len(asked)


def test_what_holds_for_all_that_is_shown_is_said_once():
    """11·11·3·32 weights are 13.44 times 3·3·3·32; neither relu has values while in place."""
    text = told("example:small-cnn-50")
    assert "11,616 weights (46,464 bytes). That is about 13.4 times the 864 before." in text
    (relus,) = (line for line in text.splitlines() if "ReLU" in line)
    assert relus.endswith("Without the change each of them is 0.")
    assert relus.count("Without the change") == 1
    halved = {"ask": "What if?", "show": ["conv.weights"], "set": {"conv.out_channels": 2}}
    assert "That is 50 % of the 108 before." in told(asking(halved))
    assert "Verdict" not in told("example:vgg16") + text


@pytest.mark.parametrize("name", CASES)
def test_the_public_questions_are_asked_by_their_examples(name):
    blocks = question_blocks(work_on(f"example:{name}"))
    assert isinstance(blocks[0], n.Heading)
    page = explainer.explain(f"example:{name}").page
    # Right behind the title, what is given in a line, and the answer box.
    start = page.blocks[:6]
    assert any(isinstance(b, n.Heading) and b.anchor == "questions" for b in start)


def test_what_each_of_a_few_layers_costs_is_a_sentence_that_sums_up():
    """As the case of the small network gives it: 136,094,536 bytes."""
    text = told("example:small-cnn-50")
    rows = "input 3.84, conv1 40.97, pool1 10.24, conv2 20.70, pool2 4.72, fc 55.56, output 0.07"
    assert f"in MB, {rows}. Together that is 136,094,536 bytes" in text


def test_what_each_of_many_layers_costs_is_a_table_that_sums_up():
    """VGG-16: 138,357,544 parameters three times, 15,237,608 values twice, of 4 bytes each."""
    spec = read("example:vgg16")
    asked = read(asking({"ask": "What does it cost?", "show": ["training.layers"]})).questions
    blocks = question_blocks(Results(case_of(replace(spec, questions=asked), {})))
    (table,) = (block for block in blocks if isinstance(block, n.Table))
    assert len(table.rows) == 22
    (footer,) = table.footer
    learnt, kept = 138_357_544 * 3 * 4, 15_237_608 * 2 * 4
    assert cells(footer)[1:4] == [f"{each:,}" for each in (learnt, kept, learnt + kept)]


def test_a_table_of_many_layers_is_told_by_blocks():
    block = {"layers": [{"conv2d": {"out_channels": 3, "kernel_size": 1}}, "batch_norm2d"]}
    layers = [{"repeat": {"times": 30, "name": "stage", "layers": ["pair"]}}]
    model = {
        "input": "4x4x3", "layers": layers, "blocks": {"pair": block},
        "questions": [{"ask": "What does it cost?", "show": ["training.layers"]}],
    }  # fmt: skip
    blocks = question_blocks(work_on(model))
    (table,) = (one for one in blocks if isinstance(one, n.Table))
    assert [cells(row)[0] for row in table.rows] == ["input", "stage"]


def test_questions_of_the_small_network():
    """The figures of its case: 121/9 times 864, and 80,000 and 40,000 more values."""
    found = {each["ask"]: each for each in figures("example:small-cnn-50")}
    kernel = found["What if the kernel of conv1 is 11×11?"]["show"]
    assert [(row["value"], row["changed"]) for row in kernel] == [(864, 11_616), (157_226,) * 2]
    relu = found["What does a ReLU behind each convolution add?"]["show"]
    assert [row["changed"] - row["value"] for row in relu] == [80_000, 40_000]


@pytest.mark.parametrize("name", example_names())
def test_an_example_with_questions_can_be_written_in_every_run(name):
    for knobs in ({"batch": 1}, {"batch": 3, "optimizer": "adam", "dtype": "mixed_float16"}):
        told(f"example:{name}", **knobs)


def test_a_question_is_shown_literally(tmp_path: Path):
    text = "<script>alert(1)</script> **bold** $x$"
    asked = asking({"ask": text, "answer": text})
    document = explainer.explain(asked)
    assert "<script>alert" not in document.html()
    assert "&lt;script&gt;alert(1)" in document.html()


@pytest.mark.parametrize("detail", ["handout", "worked", "full"])
def test_the_questions_stand_before_the_table_of_contents(detail: Detail) -> None:
    """On a phone the contents are not beside the page."""
    page = explainer.explain(asking({"ask": "Whence?", "show": ["weights"]}), detail=detail).html()
    asked, contents, rest = (page.index(part) for part in ("Whence?", "<nav", "<main"))
    assert asked < contents < rest
    assert 'href="#answers">' in page[:asked]
    assert "<nav" in explainer.explain(MODEL, detail=detail).html().partition("</header>")[2][:20]
