"""The common kinds for a reader's own chain: their settings, and which formulas hold.

    explain.own = {conv2d: {fields: {kernel_size: {symbols, value, least}}, bias: true,
                            signatures: {"3": …, "3-": …}}}

signatures: by how many axes the input has, with a minus behind it for a layer without biases.
"""

from __future__ import annotations

import json
from typing import Any

from explainer.graph import build
from explainer.memory.plan import plan_for
from explainer.network.case import Case
from explainer.readers.from_mapping import read_mapping
from explainer.website.network_script import CHANGED, network_data

# Each kind with settings to begin with.
KINDS: dict[str, dict[str, int]] = {
    "conv2d": {"out_channels": 8, "kernel_size": 3, "stride": 1, "padding": 1},
    "max_pool2d": {"kernel_size": 2, "stride": 2, "padding": 0},
    "avg_pool2d": {"kernel_size": 2, "stride": 2, "padding": 0},
    "batch_norm2d": {},
    "relu": {},
    "tanh": {},
    "dropout": {},
    "flatten": {},
    "global_avg_pool2d": {},
    "linear": {"out_features": 10},
    "softmax": {},
}
INPUTS = {"3": "8x8x4", "1": "16"}
ONLY = {"linear": "1", "conv2d": "3", "max_pool2d": "3", "avg_pool2d": "3", "batch_norm2d": "3",
        "global_avg_pool2d": "3"}  # fmt: skip
BIASED = ("conv2d", "linear")


def own_script() -> str:
    """The script."""
    text = json.dumps({kind: _kind(kind) for kind in KINDS}, separators=(",", ":"))
    inputs = {rank: _data(rank, None)["signatures"][0] for rank in INPUTS}
    return f"explain.own={text};\nexplain.ownInputs={json.dumps(inputs)};\n"


def _kind(kind: str) -> dict[str, Any]:
    signatures: dict[str, Any] = {}
    fields: dict[str, Any] = {}
    numbers: dict[str, int] = {}
    for rank in INPUTS:
        if ONLY.get(kind, rank) != rank:
            continue
        for bias in (True, False) if kind in BIASED else (True,):
            given = KINDS[kind] | ({} if bias else {"bias": False})
            data = _data(rank, {kind: given})
            node = data["nodes"][1]
            numbers = node["numbers"]
            signatures[rank if bias else f"{rank}-"] = data["signatures"][node["signature"]]
            for name, symbols in node.get("fields", {}).items():
                value = node["numbers"][symbols[0]]
                fields[name] = {"symbols": symbols, "value": value, "least": CHANGED[name]}
    return {"fields": fields, "bias": kind in BIASED, "signatures": signatures, "numbers": numbers}


def _data(rank: str, layer: dict[str, Any] | None) -> dict[str, Any]:
    layers = [layer or "relu"]
    spec = read_mapping({"name": "own", "input": INPUTS[rank], "layers": layers})
    graph = build(spec)
    return network_data(Case(graph, plan_for(spec)))
