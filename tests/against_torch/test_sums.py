"""Sums and means along axes against torch: one value of a gradient stands for many."""

from __future__ import annotations

from typing import Any

import pytest

from explainer.network.case import Case
from explainer.network.graph import build
from explainer.network.plan import Plan
from explainer.readers import read
from tests.against_torch.agreement import compared

pytest.importorskip("torch")

from explainer.torch_network import verify_network

DENSE, CONV = {"linear": 6}, {"conv1d": {"out_channels": 6, "kernel_size": 1}}
IMAGE = {"conv2d": {"out_channels": 6, "kernel_size": 1}}
BEFORE: list[tuple[str, list[Any]]] = [
    *(
        ("5x6", layers)
        for layers in (
            *(["gelu"], [DENSE], [DENSE, "gelu"], [CONV], [CONV, "relu"], ["batch_norm1d"]),
            *([DENSE, {"layer_norm": 6}], [DENSE, "position_embedding"], [DENSE, "class_token"]),
            *([DENSE, {"permute": ["channels", "length"]}], [DENSE, "layer_scale"]),
            *([DENSE, {"slice": {"axis": "length", "start": 1}}], [{"gru": 5}]),
            [{"linear": {"out_features": 6, "name": "a"}}, "gelu", {"add": ["a", "gelu"]}],
            [{"linear": {"out_features": 6, "name": "a"}}, "gelu", {"concat": ["a", "gelu"]}],
        )
    ),
    *(
        ("4x5x6", layers)
        for layers in ([IMAGE], [IMAGE, "gelu"], [IMAGE, "relu"], ["batch_norm2d"])
    ),
    ("4x5x6", [IMAGE, {"max_pool2d": 2}]),
    ("4x5x6", [IMAGE, {"layer_norm": 6}]),
    ("4x4x5x6", [{"conv3d": {"out_channels": 6, "kernel_size": 1}}]),
]
AXES: dict[str, list[Any]] = {
    "5x6": ["length", "channels"],
    "4x5x6": ["height", ["height", "width"]],
    "4x4x5x6": [["depth", "width"], ["depth", "height", "width"]],
}
PLANS = [
    *((Plan(batch=batch, loss="none"), 1) for batch in (1, 3)),
    (Plan(batch=3, loss="none", dtype="mixed_bfloat16"), 1),
    (Plan(batch=3, loss="none"), 2),
]


@pytest.mark.parametrize("after", [[], [{"linear": 3}]])
@pytest.mark.parametrize(("size", "before"), BEFORE)
@pytest.mark.parametrize("kind", ["sum", "mean"])
def test_what_is_left_of_axes_is_to_the_byte_as_in_torch(kind, size, before, after):
    for axis in AXES[size]:
        layers = [*before, {kind: {"axis": axis}}, *after]
        graph = build(read({"name": "t", "input": size, "layers": layers}))
        for plan, segments in PLANS:
            found = verify_network(Case(graph, plan), segments)
            assert found.differences == ()
            for pair in compared(found):
                assert pair.agrees, (axis, plan, segments, pair, found.parts)


LEARNT = [None, "one", "channels", "values"]


@pytest.mark.parametrize("after", [[], [DENSE], [CONV], [{"sum": "length"}]])
@pytest.mark.parametrize("before", [[DENSE], [CONV], ["gelu"]])
@pytest.mark.parametrize("kind", ["scale", "shift"])
def test_what_has_no_batch_is_to_the_byte_as_in_torch(kind, before, after):
    # One image's gradient is that of the numbers as it is, where it lies as they do.
    for learnt in LEARNT[1:] if before == ["gelu"] else LEARNT:
        layers = [*before, {kind: {"learnt": learnt, "name": "it"}}, *after]
        graph = build(read({"name": "t", "input": "5x6", "layers": layers}))
        for batch, segments in ((1, 1), (3, 1), (3, 2)):
            for freeze in ((), ("it",)) if learnt and before != ["gelu"] else ((),):
                found = verify_network(
                    Case(graph, Plan(batch, loss="none", freeze=freeze)), segments
                )
                assert found.differences == ()
                for pair in compared(found):
                    assert pair.agrees, (learnt, batch, segments, freeze, pair, found.parts)


@pytest.mark.parametrize("last", [[], [CONV], ["gelu"]])
@pytest.mark.parametrize("batch", [1, 3])
def test_the_gradient_of_a_class_token_is_copied_where_it_lies_otherwise(last, batch):
    graph = build(read({"name": "t", "input": "5x6", "layers": [DENSE, "class_token", *last]}))
    found = verify_network(Case(graph, Plan(batch=batch, loss="none")))
    for pair in compared(found):
        assert pair.agrees, (pair, found.parts)
