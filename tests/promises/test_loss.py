"""Which loss a network is trained with: the option's, then the file's, then by its end."""

from __future__ import annotations

import json
from typing import Any

import pytest

import explainer
from explainer.network.case import Case
from explainer.network.graph import build
from explainer.network.plan import Plan, plan_for
from explainer.readers import read
from tests.command_line import explain

pytestmark = pytest.mark.quick

FEATURES = ["flatten", {"linear": {"out_features": 3, "name": "scores"}}]
VOLUME: list[Any] = [{"conv2d": {"out_channels": 3, "kernel_size": 1, "name": "last"}}]


def model(layers: list[Any], **keys: Any) -> dict[str, Any]:
    return {"name": "net", "input": "4x4x2", "layers": layers, **keys}


def loss_of(layers: list[Any], option: str | None = None, **keys: Any) -> str:
    spec = read(model(layers, **keys))
    return Case(build(spec), plan_for(spec, loss=option)).loss


@pytest.mark.parametrize(
    ("layers", "loss"),
    [
        (FEATURES, "cross_entropy"),
        ([*FEATURES, "softmax"], "cross_entropy"),
        (["global_avg_pool2d"], "cross_entropy"),
        ([{"adaptive_avg_pool2d": 1}], "none"),
        (VOLUME, "none"),
        ([*VOLUME, "softmax"], "none"),
    ],
)
def test_the_end_of_a_network_says_whether_it_has_a_loss(layers: list[Any], loss: str):
    assert loss_of(layers) == loss


def test_sequences_and_solids_have_none():
    conv = {"out_channels": 3, "kernel_size": 1}
    for size, kind in (("6x2", "conv1d"), ("3x4x5x2", "conv3d")):
        spec = read({"name": "net", "input": size, "layers": [{kind: conv}]})
        assert Case(build(spec), Plan()).loss == "none"


def test_the_option_goes_before_the_file_and_the_file_before_the_end():
    for layers in (FEATURES, VOLUME):
        for asked in ("cross_entropy", "none"):
            other = {"cross_entropy": "none", "none": "cross_entropy"}[asked]
            assert loss_of(layers, loss=asked) == asked
            assert loss_of(layers, option=asked, loss=other) == asked


def test_bare_totals_have_none():
    totals = {"activations": 5, "parameters": 7}
    spec = read({"name": "sums", "totals": totals, "loss": "cross_entropy"})
    assert Case(build(spec), Plan()).loss == "none"


@pytest.mark.parametrize(
    ("name", "words", "loss"),
    [
        ("seven-parts", (), "none"),
        ("seven-parts", ("--loss", "cross_entropy"), "cross_entropy"),
        ("unet", (), "cross_entropy"),
        ("unet", ("--loss", "none"), "none"),
        ("unet", ("--set", "loss=none"), "none"),
        ("lenet5", (), "cross_entropy"),
    ],
)
def test_the_figures_say_which(name: str, words: tuple[str, ...], loss: str):
    found = json.loads(explain(f"example:{name}", *words, "--json").text)
    assert found["memory"]["framework"]["loss"] == loss
    if "--set" not in words:
        found = json.loads(explain("reconcile", f"example:{name}", *words, "--json").text)
        assert found["loss"] == loss


def test_no_labels_and_no_logarithms_where_there_is_no_loss():
    """By hand: of seven-parts autograd keeps the image alone, which is the caller's."""
    found = explainer.explain("example:seven-parts", batch=1).results.framework
    assert found is not None
    assert found.step.saved.total == 0
    assert found.step.peak.input == 32 * 32 * 3 * 4
    asked = explainer.explain(
        "example:seven-parts", batch=1, loss="cross_entropy"
    ).results.framework
    assert asked is not None
    assert asked.step.saved.total == 4 * 30 * 30 * 64 + 4  # its logarithms and the rows' weight
    assert asked.step.peak.input == 32 * 32 * 3 * 4 + 8 * 30 * 30  # a label for each place


BELONGS = "which also does the work of the softmax at the end (end)."


@pytest.mark.parametrize("kind", ["softmax", "relu"])
def test_the_report_names_the_softmax_of_the_loss_where_there_is_one(kind: str):
    ends = model([*FEATURES, {kind: {"name": "end"}}])
    told = explainer.explain(ends).markdown()
    assert (BELONGS in told) is (kind == "softmax")
    assert BELONGS not in explainer.explain(ends, loss="none").markdown()
    assert "No loss is taken:" in explainer.explain(ends, loss="none").markdown()
    assert "work of the softmax" not in explainer.explain(ends, loss="none").markdown()


def test_a_softmax_that_no_loss_works_for_runs():
    """Its output is kept, as of any other softmax: 4·4·3 values, by hand."""
    end = {"softmax": {"name": "end"}}
    kept = explainer.explain(model([*VOLUME, end])).results.framework
    assert kept is not None
    assert [(each.layer, each.bytes) for each in kept.step.saved.storages] == [("end", 4 * 48)]


def test_a_loss_that_is_none_of_them_is_refused():
    with pytest.raises(explainer.UsageError, match="no loss called"):
        explainer.explain(model(FEATURES), loss="mse")
