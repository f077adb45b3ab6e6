"""Two outputs, tensors inside a layer: torch keeps what is derived."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from explainer.network.case import Case
from explainer.network.graph import build
from explainer.network.plan import Plan
from explainer.readers import read
from explainer.torch_network import verify_network
from tests.made_up_kinds import made_up_kinds

pytest.importorskip("torch")

FIRST = {"conv1d": {"out_channels": 4, "kernel_size": 1, "name": "conv"}}
LONG = {"linear": {"out_features": 4, "name": "long"}}
SHORT = {"linear": {"out_features": 4, "name": "short", "from": "weigh.state"}}
NETWORKS: dict[str, list[Any]] = {
    "both outputs are read": [FIRST, "weigh", "flatten", LONG, SHORT, {"add": ["long", "short"]}],
    "the state is read first": [
        FIRST, "weigh", SHORT, {"flatten": {"from": "weigh"}}, LONG, {"add": ["long", "short"]},
    ],
    "nobody reads the state": [FIRST, "weigh", "flatten", LONG],
    "only the state is read": [FIRST, "weigh", SHORT],
    "one behind another": [
        FIRST, "weigh", {"weigh": {"name": "again"}},
        {"multiply": {"from": ["weigh.state", "again.state"]}}, LONG,
    ],
    "in place on the state": [FIRST, "weigh", {"relu": {"from": "weigh.state"}}, LONG],
    "first of all": ["weigh", "flatten", LONG, SHORT, {"add": ["long", "short"]}],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _made_up() -> Iterator[None]:
    with made_up_kinds(torch=True):
        yield


@pytest.mark.parametrize("layers", NETWORKS.values(), ids=list(NETWORKS))
@pytest.mark.parametrize("segments", [1, 2, 3])
def test_every_byte_is_as_in_torch(layers, segments):
    graph = build(read({"name": "test", "input": "30x4", "layers": layers}))
    found = verify_network(Case(graph, Plan(batch=3, optimizer="adam")), segments)
    assert found.differences == ()
    pairs = [found.saved, found.peak, *found.parts, found.inference, *found.inference_parts]
    assert [pair for pair in pairs if pair.derived != pair.measured] == []
