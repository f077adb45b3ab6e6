"""What a diagnosis works out is kept: for another unit, another answer, another wrong network."""

from __future__ import annotations

import pytest

from explainer.mistakes.answers import Answer
from explainer.mistakes.answers.diagnoser import Diagnoser
from explainer.mistakes.engine import table
from explainer.mistakes.engine.spoilt import Spoilt
from explainer.network.case import Case
from explainer.network.graph import build
from explainer.network.plan import plan_for
from explainer.readers import read

pytestmark = pytest.mark.quick

LENET = "example:lenet5"


def test_a_quantity_in_several_units_is_worked_out_once(monkeypatch):
    spec = read(LENET)
    diagnoser = Diagnoser(Case(build(spec), plan_for(spec)))
    worked_out = []
    for name in ("own", "carried", "pairs"):
        right = getattr(table, name)

        def counted(slips, quantity, name=name, right=right):
            worked_out.append(name)
            return right(slips, quantity)

        monkeypatch.setattr(table, name, counted)
    for unit in ("", "kB", "MB", "MiB"):
        assert diagnoser.diagnose(Answer("totals.parameters", "1234567", unit)).figure
    assert sorted(worked_out) == ["carried", "own", "pairs"]


def test_layers_that_a_second_mistake_leaves_alone_are_taken_over():
    graph = build(read("example:small-cnn-50"))
    spoilt = Spoilt(graph)
    once = spoilt.with_mistake("padding_counted_once")
    both = spoilt.with_mistakes(frozenset(("padding_counted_once", "one_bias_for_the_layer")))
    assert once
    assert both
    pools = [node.index for node in graph.nodes if "pool" in node.kind]
    assert pools
    for index in pools:
        assert once.graph.nodes[index].values is both.graph.nodes[index].values
