"""The common kinds for a reader's own chain: their settings, and which formulas hold.

    explain.own = {conv2d: {fields: {kernel_size: {symbols, value, least}}, bias: true,
                            signatures: {"3": …, "3-": …}}}
    explain.ownBegins = ["conv2d", …]       the chain that the form opens with

signatures: by how many axes the input has, with a minus behind it for a layer without biases.
"""

from __future__ import annotations

import json
from typing import Any

from explainer.layers import LAYERS
from explainer.layers.relu import relu
from explainer.network.case import Case
from explainer.network.graph import build
from explainer.network.plan import plan_for
from explainer.readers.from_mapping import read_mapping
from explainer.website.network_script import CHANGED, network_data

KINDS = {kind: layer.chain for kind, layer in LAYERS.items() if layer.chain is not None}
INPUTS = {"3": "8x8x4", "1": "16"}


def own_script() -> str:
    """The script."""
    text = json.dumps({kind: _kind(kind) for kind in KINDS}, separators=(",", ":"))
    inputs = {rank: _data(rank, None)["signatures"][0] for rank in INPUTS}
    first = [(chain.begins, kind) for kind, chain in KINDS.items() if chain.begins]
    begins = json.dumps([kind for _, kind in sorted(first)])
    return (
        f"explain.own={text};\nexplain.ownInputs={json.dumps(inputs)};\n"
        f"explain.ownBegins={begins};\n"
    )


def _kind(kind: str) -> dict[str, Any]:
    signatures: dict[str, Any] = {}
    fields: dict[str, Any] = {}
    numbers: dict[str, int] = {}
    biased = any(setting.name == "bias" for setting in LAYERS[kind].settings)
    for rank in INPUTS:
        if int(rank) not in LAYERS[kind].takes:
            continue
        for bias in (True, False) if biased else (True,):
            given = dict(KINDS[kind].settings) | ({} if bias else {"bias": False})
            data = _data(rank, {kind: given})
            node = data["nodes"][1]
            numbers = node["numbers"]
            signatures[rank if bias else f"{rank}-"] = data["signatures"][node["signature"]]
            for name, symbols in node.get("fields", {}).items():
                value = node["numbers"][symbols[0]]
                fields[name] = {"symbols": symbols, "value": value, "least": CHANGED[name]}
    return {"fields": fields, "bias": biased, "signatures": signatures, "numbers": numbers}


def _data(rank: str, layer: dict[str, Any] | None) -> dict[str, Any]:
    layers = [layer or relu.kind]
    spec = read_mapping({"name": "own", "input": INPUTS[rank], "layers": layers})
    graph = build(spec)
    return network_data(Case(graph, plan_for(spec)))
