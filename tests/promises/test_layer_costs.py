"""What each layer costs in training: rows by hand, and rows that sum to the account."""

from __future__ import annotations

import itertools
import json
from dataclasses import asdict, fields
from typing import Any

import pytest

import explainer
from explainer.memory.textbook.account import training_of
from explainer.memory.textbook.layer_costs import LayerCost, layer_costs_of
from explainer.network.case import Case
from explainer.network.graph import Graph, build
from explainer.network.optimizers import optimizer_names
from explainer.network.plan import plan_for
from explainer.network.units import BYTES
from explainer.readers import example_names, read

pytestmark = pytest.mark.quick

GRAPHS = {name: build(read(f"example:{name}")) for name in example_names()}
LAYERED = [name for name, graph in GRAPHS.items() if graph.nodes]
PARTS = [field.name for field in fields(LayerCost) if field.name != "name"]
EMBED = {"embedding": {"num_embeddings": 9, "embedding_dim": 4}}
WORDS = {"name": "words", "input": {"tokens": 7}, "layers": [EMBED]}


def costs(name: str, **knobs: Any) -> dict[str, LayerCost]:
    graph = GRAPHS[name]
    rows = layer_costs_of(Case(graph, plan_for(graph.spec, **knobs)))
    assert rows is not None
    return {row.name: row for row in rows}


def learning(graph: Graph) -> list[str]:
    return [node.name for node in graph.nodes if node.count("parameters")]


def test_the_small_network_of_the_question_by_hand():
    """Parameters · 3 and stored values · 2 · 64, of 4 bytes each."""
    rows = costs("small-cnn-50", batch=64, optimizer="momentum")
    by_hand = {
        "input": 7_500 * 2 * 64 * 4,
        "conv1": 896 * 3 * 4 + 80_000 * 2 * 64 * 4,
        "pool1": 20_000 * 2 * 64 * 4,
        "conv2": 18_496 * 3 * 4 + 40_000 * 2 * 64 * 4,
        "pool2": 9_216 * 2 * 64 * 4,
        "fc": 4_608_500 * 3 * 4 + 500 * 2 * 64 * 4,
        "output": 5_010 * 3 * 4 + 10 * 2 * 64 * 4,
    }
    assert {name: row.total for name, row in rows.items() if row.total} == by_hand
    assert list(rows) == [node.name for node in GRAPHS["small-cnn-50"].nodes]
    assert sum(by_hand.values()) == 136_094_536


def test_a_layer_in_mixed_precision_by_hand():
    """Two bytes a copy, a gradient and a value; the optimizer's are a master and two slots of 4."""
    row = costs("small-cnn-50", batch=3, optimizer="adam", dtype="mixed_float16")["conv1"]
    assert (row.parameters, row.gradients, row.optimizer) == (896 * 2, 896 * 2, 896 * 12)
    assert row.activations == row.activation_gradients == 80_000 * 3 * 2


def test_a_frozen_layer_has_its_parameters_alone():
    rows = costs("small-cnn-50", batch=1, optimizer="adam", freeze=["conv1"])
    assert (rows["conv1"].parameters, rows["conv1"].gradients, rows["conv1"].optimizer) == (
        896 * 4, 0, 0,
    )  # fmt: skip
    assert rows["conv2"].gradients * 2 == rows["conv2"].optimizer == 18_496 * 8


def test_means_of_rows_and_columns_by_hand():
    """A plane of 3 × 3 taps has 6 values for every pair of channels, a bias one."""
    rows = costs("small-cnn-50", optimizer="adafactor")
    assert rows["conv1"].optimizer == (6 * 3 * 32 + 32) * 4
    assert rows["fc"].optimizer == (9_216 + 500 + 500) * 4
    assert costs("small-cnn-50", optimizer="adafactor", freeze=["fc"])["fc"].optimizer == 0


@pytest.mark.parametrize("name", LAYERED)
def test_the_rows_sum_to_the_account_whatever_the_run(name):
    graph = GRAPHS[name]
    names = learning(graph)
    frozen = ((), names[1::2], names)
    for dtype, optimizer, freeze, (accumulate, batch) in itertools.product(
        BYTES, optimizer_names(), frozen, ((1, 5), (3, 2))
    ):
        knobs: dict[str, Any] = {"dtype": dtype, "optimizer": optimizer, "freeze": freeze}
        case = Case(graph, plan_for(graph.spec, accumulate=accumulate, batch=batch, **knobs))
        rows, whole = layer_costs_of(case), training_of(case)
        assert rows is not None
        sums = {part: sum(getattr(row, part) for row in rows) for part in PARTS}
        expected = asdict(whole) | {"total": whole.total - whole.miscellaneous}
        del expected["miscellaneous"]
        assert sums == expected, knobs
        assert all(row.total == sum(getattr(row, p) for p in PARTS[:-1]) for row in rows)


def test_tokens_belong_to_no_layer():
    """They are counted as miscellaneous: 7 of 8 bytes for each of 2."""
    found = json.loads(explainer.explain(WORDS, batch=2).json())["memory"]["textbook"]
    assert found["training"]["miscellaneous"] == 7 * 8 * 2
    rows = found["layers"]
    assert rows[0]["total"] == 0
    assert sum(row["total"] for row in rows) == found["training"]["total"] - 7 * 8 * 2


def test_all_layers_are_in_the_json_and_bare_totals_have_none():
    found = json.loads(explainer.explain("example:lenet5", layer="c3").json())
    rows = found["memory"]["textbook"]["layers"]
    assert [list(row) for row in rows[:1]] == [["name", *PARTS]]
    assert [row["name"] for row in rows] == [node.name for node in GRAPHS["lenet5"].nodes]
    bare = json.loads(explainer.explain("example:totals-recipe").json())
    assert bare["memory"]["textbook"]["layers"] is None
