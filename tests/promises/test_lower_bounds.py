"""Where something of PyTorch's memory is not derived, every figure that lacks it says so."""

from __future__ import annotations

import json
from typing import Any

import pytest

import explainer
from explainer.network.case import Case
from explainer.network.graph import build
from explainer.network.plan import Plan
from explainer.page import nodes as n
from explainer.questions.comparison.figures import Beside, Figure
from explainer.questions.comparison.verdicts import verdicts
from explainer.readers import read
from explainer.tools import findings

NAMES = ((n.User("one"),), (n.User("other"),))


def network(kind: str, size: int = 6, **settings: Any) -> dict[str, Any]:
    reads = {kind: {"hidden_size": size, "name": "reads", **settings}}
    layers = [reads, {"linear": {"out_features": 5, "name": "out"}}]
    return {"name": f"{kind} of {size}", "input": "12x8", "layout": "channels_last",
            "layers": layers}  # fmt: skip


def rows(text: str, label: str) -> list[str]:
    """The cells behind a label of a table in Markdown."""
    line = next(each for each in text.splitlines() if each.startswith(f"| {label} |"))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_compare_gives_no_factor_of_bounds():
    report = explainer.compare(network("lstm"), network("lstm", 9))
    text = report.markdown()
    for label in ("kept by PyTorch for the backward pass", "peak of a training step in PyTorch"):
        first, second, factor = rows(text, label)
        assert first.startswith("at least ")
        assert second.startswith("at least ")
        assert factor == "not known"
    assert not any("at least" in cell for cell in rows(text, "peak of inference in PyTorch"))
    assert "Which of the two needs more memory to train in PyTorch is not known" in text
    figures = json.loads(report.json())["memory"]["framework"]
    assert figures["peak"]["at_least"] == ["first", "second"]
    assert figures["peak"]["factor"] is None
    assert "at_least" not in figures["inference"]


def test_compare_marks_the_one_that_is_a_bound():
    figures = json.loads(explainer.compare(network("gru"), network("lstm")).json())
    assert figures["memory"]["framework"]["peak"]["at_least"] == ["second"]


MORE = (
    "By what PyTorch really keeps, “one” takes more memory to train than “other”, by a factor of "
)
UNKNOWN = "Which of the two needs more memory to train in PyTorch is not known"


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ((900, True), (300, False), f"{MORE}more than 3: not all"),
        ((300, True), (900, False), UNKNOWN),
        ((900, True), (300, True), UNKNOWN),
        ((900, False), (300, False), f"{MORE}3."),
    ],
)
def test_who_needs_more_is_said_where_it_is_known(first, second, said, monkeypatch):
    case = Case(build(read(network("gru"))), Plan())
    beside = Beside(case, case)
    figure = Figure(first[0], second[0], (first[1], second[1]))
    monkeypatch.setitem(beside.memory, ("framework", "peak"), figure)
    told = [" ".join(inlines_text(one).split()) for one in verdicts(beside, NAMES)]
    assert any(one.startswith(said) for one in told), told


def inlines_text(inlines: n.Inlines) -> str:
    return "".join(str(getattr(each, "text", getattr(each, "value", ""))) for each in inlines)


def test_freezing_and_accumulation_say_at_least():
    text = explainer.explain(network("lstm"), freeze=["reads"], accumulate=4, batch=2).markdown()
    assert rows(text, "kept for the backward pass, PyTorch")[2] == "not known"
    peaks = [line for line in text.splitlines() if line.startswith("| the most at once, PyTorch |")]
    assert [line.count("at least") for line in peaks] == [2, 3]
    assert "In PyTorch the peak is at least" in text
    assert "keeps at least" in text


def test_without_bounds_nothing_of_that_is_said():
    text = explainer.explain(network("gru"), freeze=["reads"], accumulate=4, batch=2)
    assert "at least" not in "".join(
        line for line in text.markdown().splitlines() if "PyTorch |" in line
    )


def test_reconcile_says_of_torchs_own_figures_that_they_are_bounds():
    found = {each.tool.name: each for each in findings(Case(build(read(network("lstm"))), Plan()))}
    for name in ("autograd", "max_memory_allocated"):
        assert found[name].standing == "lower bound"
    found = {each.tool.name: each for each in findings(Case(build(read(network("gru"))), Plan()))}
    assert found["autograd"].standing == "exact"


# Keras: SimpleRNN and LSTM have one bias for each gate, GRU (reset_after) two; by its formulas
# gates · (h · (c + h) + biases · h) with c = 8 channels and h = 6, and the dense layer 6 · 5 + 5.
@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("rnn", 6 * (8 + 6) + 6 + 35),
        ("lstm", 4 * (6 * (8 + 6) + 6) + 35),
        ("gru", 3 * (6 * (8 + 6) + 2 * 6) + 35),
    ],
)
def test_keras_has_its_own_biases(kind, params):
    found = {each.tool.name: each for each in findings(Case(build(read(network(kind))), Plan()))}
    total, trainable, optimizer, _ = found["keras"].lines
    assert (total.value, trainable.value, optimizer.value) == (params, params, params + 2)
    assert total.bytes == 4 * params


def test_a_recurrent_layer_without_biases_is_alike_in_keras():
    found = {
        e.tool.name: e for e in findings(Case(build(read(network("lstm", bias=False))), Plan()))
    }
    assert found["keras"].lines[0].value == 4 * 6 * (8 + 6) + 35
