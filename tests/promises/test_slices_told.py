"""What the slices of a network take is told, as the paper tells it of LeNet-5's third layer."""

from __future__ import annotations

import re

import pytest

import explainer
from explainer.exercises.luck import Luck
from explainer.exercises.source import MOST_BRANCHES, Source
from explainer.maths import tree as t
from explainer.memory.textbook.alive import moments_of_inference
from explainer.network.graph import build
from explainer.readers import read
from explainer.render.maths.pen import write_lines
from explainer.render.maths.plain import PEN
from explainer.results.checked_case import case_of

pytestmark = pytest.mark.quick

# Table 1 of LeCun and others, 1998: which maps of S2 each map of C3 reads; the last reads all six.
MAPS = [
    {0, 1, 2}, {1, 2, 3}, {2, 3, 4}, {3, 4, 5}, {4, 5, 0}, {5, 0, 1},
    {0, 1, 2, 3}, {1, 2, 3, 4}, {2, 3, 4, 5}, {3, 4, 5, 0}, {4, 5, 0, 1}, {5, 0, 1, 2},
    {0, 1, 3, 4}, {1, 2, 4, 5}, {0, 2, 3, 5},
]  # fmt: skip


def places(text: str) -> set[int]:
    found: set[int] = set()
    for part in text.split(", "):
        first, _, last = part.partition("\N{EN DASH}")
        found |= set(range(int(first), int(last or first) + 1))
    return found


def test_every_map_of_c3_is_told_with_the_maps_that_it_reads() -> None:
    text = explainer.explain("example:lenet5_1998", detail="handout").markdown()
    told = re.search(r"`slice` takes these channels, counted from 0: (.*)\.\n", text)
    assert told is not None
    found = [part.split(" in ") for part in told[1].split("; ")]
    assert [name for _, name in found] == [f"c3.{i}" for i in range(len(MAPS))]
    assert [places(part) for part, _ in found] == MAPS


def test_a_slice_from_the_end_is_counted_from_the_front() -> None:
    layers = [{"slice": {"axis": "length", "start": -2}}, "flatten", {"linear": 2}]
    model = {"name": "last", "input": "7x3", "layers": layers}
    text = explainer.explain(model, detail="handout").markdown()
    assert "takes these positions, counted from 0: 5\N{EN DASH}6 in slice." in text


def test_a_sheet_asks_of_no_layer_that_joins_many() -> None:
    case = case_of(read("example:lenet5_1998"), {})
    source = Source.of(case, Luck(1))
    asked = {node.name for count in ("activations", "H_out") for node in source.layers(count)}
    assert "c3.4.concat" in asked  # of two
    assert "c3" not in asked  # of sixteen
    nodes = {node.name: node for node in case.graph.nodes}
    assert all(len(nodes[name].sources) <= MOST_BRANCHES for name in asked)


def test_a_sum_that_goes_on_in_the_next_line_says_so() -> None:
    terms = (t.Number(1), t.Number(2), t.Number(3), t.Negative(t.Number(4)))
    for size, lines in ((2, ["1 + 2", "+ 3 - 4"]), (3, ["1 + 2 + 3", "- 4"])):
        assert [line.text for line in write_lines([t.Sum(terms)], PEN, size)] == lines


def test_tokens_are_no_values_that_are_alive() -> None:
    graph = build(read("example:char_lstm"))
    for moment in moments_of_inference(graph):
        assert 0 not in moment.alive
        assert all(moment.sizes)


def test_prediction_says_what_the_tokens_take() -> None:
    text = explainer.explain("example:char_lstm", detail="handout").markdown()
    told = re.search(r"While lstm runs the most is alive, ([\d,]+) bytes", text)
    assert told is not None
    # In a batch of 64: the embedding's 100·256 values, the LSTM's 100·1,024 with its last state
    # and cell, 4 bytes each, and 100 tokens of 8 bytes.
    size = 64 * ((100 * 256 + 100 * 1024 + 2 * 1024) * 4 + 100 * 8)
    assert told[1] == f"{size:,}"
    assert f"and {64 * 100 * 8:,} bytes of tokens" in text
