"""Branches of every number of axes that meet, laid behind each other or value by value."""

from __future__ import annotations

from typing import Any

import pytest

from explainer.layers.axis import NAMES
from explainer.network.case import Case
from explainer.network.graph import build
from explainer.network.plan import Plan
from explainer.readers import read
from tests.against_torch.agreement import compared

pytest.importorskip("torch")

from explainer.torch_network import verify_network

SIZES = {"6": 1, "5x6": 2, "4x5x6": 3, "7x4x5x6": 4}
PLANS = [
    (Plan(batch=1, loss="none"), 1),
    (Plan(batch=3, loss="none"), 2),
    (Plan(batch=3, loss="none", dtype="mixed_bfloat16"), 1),
]


def branch(name: str, axes: int, out: int, dense: bool) -> dict[str, Any]:
    """A layer on the input that gives so many channels, by rows or by windows of one place."""
    settings = {"name": name, "from": "input"}
    if dense or axes == 1:
        return {"linear": {"out_features": out, **settings}}
    return {f"conv{axes - 1}d": {"out_channels": out, "kernel_size": 1, **settings}}


def agree(size: str, *layers: Any) -> None:
    given = size if "x" in size else int(size)
    graph = build(read({"name": "t", "input": given, "layers": list(layers)}))
    for plan, segments in PLANS:
        found = verify_network(Case(graph, plan), segments)
        assert found.differences == ()
        for pair in compared(found):
            assert pair.agrees, (plan, segments, pair, found.parts)


@pytest.mark.parametrize("after", [[], ["gelu"]])
@pytest.mark.parametrize(
    ("size", "axis"), [(size, axis) for size, axes in SIZES.items() for axis in NAMES[axes]]
)
def test_branches_along_any_axis_are_to_the_byte_as_in_torch(size, axis, after):
    ways = [(True, True), (False, False)] if size == "5x6" else [(False, False)]
    for first, second in ways:
        branches = branch("a", SIZES[size], 6, first), branch("b", SIZES[size], 6, second)
        agree(size, *branches, {"concat": {"from": ["a", "b"], "axis": axis}}, *after)


@pytest.mark.parametrize("kind", ["add", "subtract", "multiply", "divide"])
@pytest.mark.parametrize("size", SIZES)
def test_branches_with_one_channel_are_to_the_byte_as_in_torch(size, kind):
    for first, second in ((6, 1), (1, 6)):
        one = branch("a", SIZES[size], first, size == "5x6")
        other = branch("b", SIZES[size], second, False)
        agree(size, one, other, {kind: ["a", "b"]}, "relu")
