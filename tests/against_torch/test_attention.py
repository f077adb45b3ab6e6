"""What transformers are made of, as torch has it to the byte: in every way of running it."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from explainer.network.case import Case
from explainer.network.graph import build
from explainer.network.plan import Plan
from explainer.readers import read
from explainer.torch_network import verify_network

pytest.importorskip("torch")

FIRST = {"linear": {"out_features": 4, "name": "first"}}
CHANNELS_FIRST = {"conv1d": {"out_channels": 4, "kernel_size": 1, "name": "first"}}
NORM = {"layer_norm": {"normalized_shape": 4, "name": "norm"}}
HEAD = {"linear": {"out_features": 2, "name": "head"}}
SUM = {"add": ["it", "first"]}
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "class token": ("class_token", {}),
    "positions": ("position_embedding", {}),
    "two heads": ("multihead_attention", {"num_heads": 2}),
    "one head without biases": ("multihead_attention", {"num_heads": 1, "bias": False}),
    "dropout": ("multihead_attention", {"num_heads": 2, "dropout": 0.1}),
    "factors": ("layer_scale", {}),
    "whole images left out": ("stochastic_depth", {"p": 0.5}),
    "whole batches left out": ("stochastic_depth", {"p": 0.5, "mode": "batch"}),
}
BEFORE_AND_BEHIND: dict[str, tuple[list[Any], list[Any]]] = {
    "alone": ([FIRST], ["gelu"]),
    "behind a convolution": ([CHANNELS_FIRST], ["gelu"]),
    "before a dense layer": ([FIRST], [HEAD]),
    "in a residual block": ([FIRST, NORM], [SUM, HEAD]),
}
PLANS: list[dict[str, Any]] = [
    {},
    *({"dtype": dtype} for dtype in ("bfloat16", "float64", "mixed_bfloat16")),
    *({"freeze": names} for names in (("it",), ("first",), ("it", "first"))),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", BEFORE_AND_BEHIND)
def test_every_byte_is_as_in_torch(kind, place):
    name, settings = KINDS[kind]
    before, behind = BEFORE_AND_BEHIND[place]
    if name == "class_token" and SUM in behind:
        behind = [HEAD]
    layers = [*before, {name: settings | {"name": "it"}}, *behind]
    graph = build(read({"name": "test", "input": "7x4", "layers": layers}))
    for plan, batch, segments in product(PLANS, (1, 3), (1, 2)):
        if segments > 1 and "mixed" in plan.get("dtype", ""):
            continue  # what autocast copies in a second run is not derived
        if "it" in plan.get("freeze", ()) and name == "stochastic_depth":
            continue  # it has nothing to freeze
        found = verify_network(Case(graph, Plan(batch=batch, loss="none", **plan)), segments)
        assert found.differences == ()
        pairs = [found.saved, found.peak, *found.parts, found.inference, *found.inference_parts]
        wrong = [pair for pair in pairs if pair.derived != pair.measured]
        assert wrong == [], (plan, batch, segments)


def test_a_vision_transformer_in_small():
    layers: list[Any] = [
        {"conv2d": {"out_channels": 4, "kernel_size": 4, "stride": 4}},
        {"reshape": {"shape": [-1, 4]}},
        "class_token",
        "position_embedding",
        NORM,
        {"multihead_attention": {"num_heads": 2}},
        {"slice": {"axis": "length", "end": 1}},
        "flatten",
        HEAD,
    ]
    graph = build(read({"name": "test", "input": "8x12x3", "layers": layers}))
    for batch, segments in product((1, 2), (1, 3)):
        found = verify_network(Case(graph, Plan(batch=batch)), segments)
        assert found.agrees
        assert found.peak.derived == found.peak.measured
