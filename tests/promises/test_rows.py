"""The rows of a network's table: their sums are the network's, and equal ones stand once."""

from __future__ import annotations

from typing import Any

import pytest

import explainer
from explainer.library.explain import Document
from explainer.readers import example_names
from explainer.report.rows import MOST_ROWS, adds, opened, rows_of

pytestmark = pytest.mark.quick

SUMMED = ("activations", "weights", "biases")
PLANS: tuple[dict[str, Any], ...] = (
    {}, {"batch": 3, "optimizer": "adam", "dtype": "mixed_float16"}, {"optimizer": "adafactor"},
)  # fmt: skip


def asked(name: str, **plan: Any) -> Document:
    return explainer.explain(f"example:{name}", **plan)


@pytest.mark.parametrize("name", sorted(set(example_names()) - {"totals-recipe"}))
@pytest.mark.parametrize("plan", PLANS)
def test_the_rows_sum_to_the_totals(name: str, plan: dict[str, Any]) -> None:
    found = asked(name, **plan)
    rows, training = rows_of(found.case), found.results.textbook.training
    sums = {what: sum(row.count(what) for row in rows) for what in SUMMED}
    totals = found.results.totals
    assert sums == {what: getattr(totals, what) for what in SUMMED}
    assert sums["weights"] + sums["biases"] == totals.parameters
    assert sum(row.training for row in rows) == training.total - training.miscellaneous


@pytest.mark.parametrize("name", example_names())
def test_no_row_adds_nothing_and_none_is_lost(name: str) -> None:
    graph, rows = asked(name).graph, rows_of(asked(name).case)
    told = [node for row in rows for group in row.groups for node in group.nodes]
    assert [node.name for node in told] == [node.name for node in graph.nodes if adds(node)]
    assert len(rows) <= MOST_ROWS


def test_bare_totals_have_no_rows() -> None:
    assert rows_of(asked("totals-recipe").case) == ()


def test_equal_neighbours_are_one_row() -> None:
    rows = {row.first.name: row for row in rows_of(asked("vgg16").case)}
    assert len(rows) == 18  # 22 layers that store something, less 4 that equal the one before
    assert [group.name for group in rows["conv5_1"].groups] == ["conv5_1", "conv5_2", "conv5_3"]
    assert rows["conv5_1"].count("weights") == 3 * (3 * 3 * 512 * 512)


def test_a_frozen_layer_is_a_row_of_its_own() -> None:
    names = [row.first.name for row in rows_of(asked("vgg16", freeze=["conv5_2"]).case)]
    assert {"conv5_1", "conv5_2", "conv5_3"} <= set(names)


def test_a_block_opens_into_rows_of_the_same_sums() -> None:
    for name in ("resnet18", "densenet121", "googlenet", "mobilenet_v2"):
        case = asked(name).case
        blocks = [row.first for row in rows_of(case) if row.first.layer is None]
        assert blocks
        for block in blocks:
            inside = opened(block, case)
            assert 1 < len(inside) <= MOST_ROWS or len(block.nodes) <= MOST_ROWS
            assert sum(row.training for row in inside) == block.training
            for what in SUMMED:
                assert sum(row.count(what) for row in inside) == block.count(what)
