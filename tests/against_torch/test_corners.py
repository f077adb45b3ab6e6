"""Networks that were once derived otherwise than torch has them, each the smallest of its sort.

Most were drawn by chance from all kinds, and made smaller until nothing could be left out.
"""

from __future__ import annotations

from typing import Any

import pytest

from explainer.network.case import Case
from explainer.network.graph import build
from explainer.network.plan import Plan
from explainer.readers import read

pytest.importorskip("torch")

from explainer.torch_network import verify_network

LOW = {"dtype": "mixed_bfloat16"}
WORDS = {"tokens": 5}
ROWS = {"embedding": {"num_embeddings": 7, "embedding_dim": 6, "name": "words"}}
FEW = {"embedding": {"num_embeddings": 7, "embedding_dim": 4, "name": "words"}}
SIDE = {"prelu": {"name": "side", "from": "first"}}


def dense(features: int, name: str = "first") -> dict[str, Any]:
    return {"linear": {"out_features": features, "name": name}}


def conv(channels: int, kernel: int = 1, **more: Any) -> dict[str, Any]:
    return {"conv1d": {"out_channels": channels, "kernel_size": kernel, "name": "conv", **more}}


def reads(kind: str, size: int, **more: Any) -> dict[str, Any]:
    return {kind: {"hidden_size": size, "name": "reads", **more}}


def heads(count: int, **more: Any) -> dict[str, Any]:
    return {"multihead_attention": {"num_heads": count, "name": "looks", **more}}


def part(axis: str, **more: Any) -> dict[str, Any]:
    return {"slice": {"axis": axis, "name": "part", **more}}


SAME = {"conv2d": {"out_channels": 2, "kernel_size": 2, "padding": "same"}}
TURNED = {"permute": {"dims": ["length", "channels"]}}
# What it is, the input, the layers, how it is run, and into how many segments it is cut.
CORNERS: dict[str, tuple[Any, list[Any], dict[str, Any], int]] = {
    "attention in inference": ("7x4", [heads(2)], {"batch": 3, **LOW}, 1),
    "attention of one position": ("1x4", [heads(2)], {}, 1),
    "attention behind a gru": (
        "5x4", [reads("gru", 6, bidirectional=True), heads(4)], {"batch": 3, **LOW}, 1,
    ),
    "attention behind an rnn": (
        "5x4", [{"group_norm": 1}, reads("rnn", 4), heads(2)], {"batch": 3}, 1,
    ),
    "a frozen rnn": ("4x6", [reads("rnn", 1)], {"batch": 2, "freeze": ("reads",)}, 1),
    "a frozen rnn in few bytes": (
        "3x4", [dense(4), reads("rnn", 6)], {"batch": 2, "freeze": ("reads",), **LOW}, 1,
    ),
    "a frozen gru in few bytes": (
        "3x4", [dense(4), reads("gru", 6)], {"batch": 2, "freeze": ("reads",), **LOW}, 1,
    ),
    "a gru of one sequence": ("3x6", [dense(6), reads("gru", 6)], LOW, 1),
    "a gru in few bytes": (WORDS, [FEW, reads("gru", 2)], {"batch": 3, **LOW}, 1),
    "a gru of one step": ("1x4", [reads("gru", 2)], {}, 1),
    "an rnn both ways": (WORDS, [ROWS, reads("rnn", 1, bidirectional=True)], {}, 1),
    "an rnn reads a part": ("4x6", [part("length", start=2), reads("rnn", 4)], {}, 1),
    "a gru reads some channels": ("4x6", [part("channels", end=3), reads("gru", 6)], {}, 1),
    "a gru reads what was turned": ("5x4", [TURNED, reads("gru", 6)], {}, 1),
    "a gru reads channels first": ("5x4", [{"avg_pool1d": 2}, reads("gru", 1)], {}, 1),
    "two layers run again": (
        "1x4", [reads("rnn", 6, num_layers=2), conv(6)], {"batch": 3}, 2,
    ),
    "a label for each step": (
        "5x4", [reads("rnn", 4)],
        {"batch": 2, "loss": "cross_entropy", "freeze": ("reads",), **LOW}, 1,
    ),
    "slopes for features": ("6", [{"prelu": 6}], {}, 1),
    "factors for features": ("6", ["layer_scale"], {}, 1),
    "a table of one sequence": ("4x6", ["position_embedding"], {}, 1),
    "a token of one sequence": ("4x6", ["class_token"], {}, 1),
    "a token before a convolution": ("5x4", ["class_token", conv(2)], {}, 1),
    "a padded copy in few bytes": ("4x5x6", [SAME], LOW, 1),
    "many steps in a segment": (
        "10x2", ["gelu", reads("gru", 6), "sigmoid"], {}, 3,
    ),
    "gradients of a sum that meet": (
        "4x6", [dense(6), {"concat": {"from": ["first", "input"], "name": "both"}},
                {"concat": ["both", "both"]}],
        {"batch": 3}, 1,
    ),
    "a dead end behind a dead end": (
        "4x6", [conv(4, 2), "relu", {"multiply": ["relu", "relu"]}, {"dropout": {"from": "input"}}],
        {}, 4,
    ),
    "a table behind an rnn": (
        "4x6", [reads("rnn", 4), "position_embedding", dense(6)], {"batch": 2}, 1,
    ),
    "shared by a layer that no output needs": (
        "6", [dense(6), {"linear": {"out_features": 6, "from": "input", "shares": "first"}}],
        {"batch": 2, "optimizer": "adam"}, 1,
    ),
    "channels of a part normalised": (
        "4x4x4", [part("channels", end=2), "instance_norm2d"], {"batch": 2}, 1,
    ),
    "channels of one image normalised": ("4x4x4", [{"instance_norm2d": {"affine": True}}], {}, 1),
    "a token before factors": ("5x4", ["class_token", "layer_scale"], {}, 1),
    "written over what was flat already": (
        "20", [{"layer_norm": 20}, "flatten", "hardsigmoid"], {}, 1,
    ),
    "whole images left out behind a table": (
        "5x4", [TURNED, "position_embedding", {"stochastic_depth": {"p": 0.5}}], {}, 1,
    ),
    "attention drops shares of one position": (
        "1x4", [heads(1, dropout=0.1)],
        {"batch": 3, "dtype": "bfloat16", "freeze": ("looks",)}, 1,
    ),
    "a dead end in a segment": (
        "5x1", [dense(1), SIDE, {"relu": {"from": "first"}}, {"rms_norm": 1}],
        {"batch": 2, "freeze": ("first",)}, 3,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CORNERS)
def test_it_is_to_the_byte_as_in_torch(name: str) -> None:
    shape, layers, how, segments = CORNERS[name]
    given: dict[str, Any] = {"batch": 1, "optimizer": "sgd", "loss": "none"} | how
    plan = Plan(**given)
    model = {"name": name, "input": shape, "layout": "channels_last", "layers": layers}
    if shape == WORDS:
        del model["layout"]
    agree(Case(build(read(model)), plan), segments)


def test_losses_of_several_outputs_in_several_types() -> None:
    layers = ["batch_norm1d", dense(6), {"local_response_norm": 3}]
    outputs = ["local_response_norm", "batch_norm1d"]
    model = {"name": "two", "input": "5x4", "layout": "channels_last", "layers": layers}
    graph = build(read(model | {"outputs": outputs}))
    agree(Case(graph, Plan(batch=1, optimizer="sgd", loss="none", dtype="mixed_bfloat16")), 1)


def agree(case: Case, segments: int) -> None:
    found = verify_network(case, segments)
    assert found.differences == ()
    pairs = [found.inference, *found.inference_parts]
    pairs += [] if found.missing else [found.saved, found.peak, *found.parts]
    assert [pair for pair in pairs if pair.derived != pair.measured] == []
