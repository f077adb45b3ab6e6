"""Recurrent layers against real torch: what is derived, and what a library keeps beyond it."""

from __future__ import annotations

from typing import Any

import pytest

from explainer.memory.framework.kinds import steps
from explainer.memory.framework.missing import missing_in_training
from explainer.memory.framework.simulation import training_step
from explainer.network.case import Case
from explainer.network.graph import Graph, build
from explainer.network.plan import Plan
from explainer.readers import read
from explainer.torch_network import build_network, verify_network
from tests.against_torch.agreement import agree

torch = pytest.importorskip("torch")

KINDS = ("rnn", "gru", "lstm")
SETTINGS: dict[str, dict[str, Any]] = {
    "alone": {},
    "both directions": {"bidirectional": True},
    "without biases": {"num_layers": 2, "bias": False},
    "three layers": {"num_layers": 3, "bidirectional": True, "dropout": 0.5},
}
LAST = {"linear": {"out_features": 7, "name": "last"}}


def network(*layers: Any, shape: str = "5x4") -> Graph:
    model = {"name": "test", "input": shape, "layout": "channels_last", "layers": list(layers)}
    return build(read(model))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("settings", SETTINGS.values(), ids=list(SETTINGS))
@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.usefixtures("_without_workspace")
def test_all_but_the_workspace_is_to_the_byte_as_in_torch(kind, settings, batch):
    graph = network({kind: {"hidden_size": 6, **settings}}, LAST)
    agree(Case(graph, Plan(batch=batch, optimizer="adam")))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype", ["float64", "mixed_bfloat16"])
def test_so_it_is_in_other_types(kind, dtype):
    case = Case(network({kind: {"hidden_size": 6}}, LAST), Plan(batch=3, dtype=dtype))
    if missing_in_training(case):
        found = verify_network(case)
        assert (found.inference.derived, found.agrees) == (found.inference.measured, True)
    else:
        agree(case)


ROUND_ABOUT: dict[str, list[Any]] = {
    "in place": ["relu", LAST],
    "dropout": ["dropout", LAST],
    "flattened": ["flatten", LAST],
    "a convolution": [{"conv1d": {"out_channels": 5, "kernel_size": 3}}],
    "a norm": [{"group_norm": {"num_groups": 3}}, LAST],
    "another one": [{"gru": {"hidden_size": 5, "name": "next", "bidirectional": True}}, LAST],
    "the last state": [{"linear": {"out_features": 5, "from": "reads.state"}}],
    "nothing": [],
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("behind", ROUND_ABOUT.values(), ids=list(ROUND_ABOUT))
@pytest.mark.usefixtures("_without_workspace")
def test_what_stands_around_it_is_as_in_torch(kind, behind):
    before = {"linear": {"out_features": 6, "name": "first"}}
    graph = network(before, {kind: {"hidden_size": 6, "name": "reads"}}, *behind)
    agree(Case(graph, Plan(batch=3, optimizer="sgd")))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "plan",
    [{"freeze": ("reads",)}, {"freeze": ("first", "reads")}, {"accumulate": 2}, {"segments": 3}],
    ids=str,
)
@pytest.mark.usefixtures("_without_workspace")
def test_frozen_accumulated_and_in_segments(kind, plan):
    before = {"linear": {"out_features": 6, "name": "first"}}
    reads = [{kind: {"hidden_size": 6, "name": name}} for name in ("reads", "again")]
    plan = dict(plan)
    segments = plan.pop("segments", 1)
    agree(Case(network(before, *reads, LAST), Plan(batch=3, optimizer="sgd", **plan)), segments)


@pytest.mark.parametrize("kind", ["rnn", "gru"])
@pytest.mark.parametrize("batch", [1, 2])
def test_a_long_sequence_is_as_in_torch(kind, batch):
    graph = network({kind: {"hidden_size": 6, "bidirectional": True}}, LAST, shape="40x4")
    agree(Case(graph, Plan(batch=batch, optimizer="sgd")))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype", ["float64", "mixed_float16"])
def test_many_steps_at_once_are_as_step_by_step(kind, dtype, monkeypatch):
    graph = network({kind: {"hidden_size": 6, "num_layers": 2}}, LAST, shape="30x4")
    at_once = training_step(Case(graph, Plan(batch=2, dtype=dtype)))
    monkeypatch.setattr(steps, "STEPS_APART", 1000)
    one_by_one = training_step(Case(graph, Plan(batch=2, dtype=dtype)))
    assert at_once.peak == one_by_one.peak
    kept = [sum(each.alike for each in step.saved.storages) for step in (at_once, one_by_one)]
    assert (at_once.saved.total, kept[0]) == (one_by_one.saved.total, kept[1])
    assert len(at_once.saved.storages) < len(one_by_one.saved.storages)


def test_a_gru_of_32_in_both_directions_on_16_features():
    graph = network({"gru": {"hidden_size": 32, "bidirectional": True}}, shape="9x16")
    built = build_network(graph)
    assert sum(each.numel() for each in built.parameters()) == 9_600
    assert graph.nodes[1].count("parameters") == 9_600


def test_what_onednn_keeps_is_said_to_be_missing_and_is_really_there():
    graph = network({"lstm": {"hidden_size": 6, "name": "reads"}}, LAST)
    found = verify_network(Case(graph, Plan(batch=3)))
    assert [(each.layer, each.why) for each in found.missing] == [("reads", "onednn_workspace")]
    assert found.agrees
    assert found.saved.derived < found.saved.measured
    assert found.peak.derived < found.peak.measured
    assert found.inference.derived == found.inference.measured


def test_a_bound_that_is_too_high_does_not_agree():
    from dataclasses import replace

    graph = network({"lstm": {"hidden_size": 6, "name": "reads"}}, LAST)
    found = verify_network(Case(graph, Plan(batch=3)))
    too_much = replace(found.saved, derived=found.saved.measured + 1)
    assert not replace(found, saved=too_much).agrees
