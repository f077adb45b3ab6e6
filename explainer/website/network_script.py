"""A network as a script: its layers, their numbers, and which formulas hold for each.

    explain.networks["vgg16"] = {name, input, batch, bytes, slots, signatures, ends, nodes}

A signature is shared by all layers of a kind whose settings choose alike. uses: the indices
of the kind's formulas, each with the masks of the bits for which it holds, or null where it
always does; bits: what that depends on while a reader changes numbers (`s_h` and the like:
whether it is above 1; `single`: one pixel; `same_size`: the output has the input's size).
follows of a node: the symbols that are as large as others while nobody gives them a number, such
as the stride of a pool whose file leaves it out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from explainer.layers.layer import AXES, Keeps, Layer, Shape, Situation
from explainer.layers.settings import Follows
from explainer.layers.traits import Does
from explainer.network.case import Case
from explainer.network.node import Node
from explainer.spec import LayerSpec
from explainer.website.kinds_script import cases

# What a reader may change in a layer: the setting, and the least that it may be.
CHANGED = {
    "kernel_size": 1,
    "stride": 1,
    "padding": 0,
    "out_channels": 1,
    "out_features": 1,
}


def network_data(case: Case) -> dict[str, Any]:
    """A network with layers, as its script holds it."""
    signatures: dict[str, int] = {}
    specs = {spec.name: spec for spec in case.graph.spec.layers}
    nodes = [_node(node, specs.get(node.name), signatures) for node in case.graph.nodes]
    return {
        "name": case.graph.name,
        "input": list(case.graph.spec.input),
        "batch": case.plan.batch,
        "bytes": case.plan.bytes_per_value,
        "slots": case.plan.slots,
        "dtype": case.plan.dtype,
        "optimizer": case.plan.optimizer,
        "signatures": [json.loads(one) for one in signatures],
        "ends": list(case.graph.ends),
        "nodes": nodes,
    }


def network_script(key: str, data: Mapping[str, Any]) -> str:
    """The script that registers a network under its key."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return (
        "explain.networks=explain.networks||{};\n"
        f"explain.networks[{json.dumps(key)}]={text};\n".replace("</", "<\\/")
    )


def _node(node: Node, spec: LayerSpec | None, signatures: dict[str, int]) -> dict[str, Any]:
    signature = json.dumps(signature_of(node.layer, node.situation), sort_keys=True)
    numbers: dict[str, int | str] = {}
    for setting in node.layer.settings:
        numbers |= {s: int(n) for s, n in setting.numbers(node.settings[setting.name]).items()
                    if s and int(n) == n}  # fmt: skip
    found: dict[str, Any] = {
        "name": node.name,
        "signature": signatures.setdefault(signature, len(signatures)),
        "sources": list(node.sources),
        "numbers": numbers,
    }
    if fields := _fields(node):
        found["fields"] = fields
    if spec and (follows := _follows(node.layer, spec)):
        found["follows"] = follows
    return found


def _follows(layer: Layer, spec: LayerSpec) -> dict[str, str]:
    """The symbols whose numbers are those of others, as the file leaves their setting out."""
    settings, found = {setting.name: setting for setting in layer.settings}, dict[str, str]()
    for setting in layer.settings:
        given = [spec.settings.get(name) for name in (setting.name, *setting.aliases)]
        said = any(one is not None and one.value is not None for one in given)
        if isinstance(setting.default, Follows) and not said:
            leader = settings[setting.default.setting]
            found |= dict(zip(setting.symbols, leader.symbols, strict=True))
    return found


def _fields(node: Node) -> dict[str, list[str]]:
    """The settings that a reader may change, with the symbols that they give."""
    found = {}
    for setting in node.layer.settings:
        value = node.settings[setting.name]
        symbols = list(setting.numbers(value))
        if setting.name in CHANGED and symbols and not symbols[0].startswith(("p_t", "p_l")):
            found[setting.name] = symbols
    return found


def signature_of(layer: Layer, situation: Situation) -> dict[str, Any]:
    """Which formulas hold for a layer, whatever numbers a reader gives it."""
    bits = _bits(layer, situation)
    every = list(product((False, True), repeat=len(bits)))
    asked = [_changed(layer, situation, dict(zip(bits, case, strict=True))) for case in every]
    masks = [sum(1 << i for i, on in enumerate(case) if on) for case in every]
    shared = [m for m, s in zip(masks, asked, strict=True) if layer.keeps(s) is not Keeps.NEW]
    found = {
        "kind": layer.kind,
        "does": layer.does.value,
        "gives": layer.gives(situation),
        "rank": situation.rank,
        "bits": bits,
        "uses": list(_uses(layer, masks, asked)),
        "shared": shared if 0 < len(shared) < len(masks) else bool(shared),
    }
    settings = situation.settings
    named = {symbol for setting in layer.settings for symbol in setting.symbols}
    if settings.get("padding") != "same":
        windows = [axis for axis in AXES[situation.rank] if f"k_{axis.lower()}" in named]
        found |= {"windows": windows} if windows and layer.does is not Does.TRANSPOSES else {}
    found |= {"up": True} if settings.get("ceil_mode") else {}
    found |= {"many": True} if layer.many else {}
    return found


def _uses(
    layer: Layer, masks: list[int], asked: list[Situation]
) -> Iterator[tuple[int, list[int] | None]]:
    for index, case in enumerate(cases(layer)):
        holds = [mask for mask, one in zip(masks, asked, strict=True) if case.when(one)]
        if holds:
            yield index, None if len(holds) == len(masks) else holds


def _bits(layer: Layer, situation: Situation) -> list[str]:
    """What the choice of formulas may depend on while numbers are changed."""
    found = []
    for setting in layer.settings:
        if setting.name in ("stride", "groups"):
            found += list(setting.numbers(situation.settings[setting.name]))
    if layer.pools_whole_image:
        found.append("single")
    if "output_size" in situation.settings:
        found.append("same_size")
    return found


def _changed(layer: Layer, situation: Situation, on: Mapping[str, bool]) -> Situation:
    """The situation in which exactly these bits hold."""
    settings, shapes = dict(situation.settings), situation.inputs
    for setting in layer.settings:
        if setting.name == "stride" and settings["stride"] is not None:
            settings["stride"] = tuple(2 if on[symbol] else 1 for symbol in setting.symbols)
        if setting.name == "groups" and "g" in on:  # those of a shuffle are in no formula
            settings["groups"] = 2 if on["g"] else 1
    if "single" in on:
        shapes = (_sized(shapes[0], (1, 1) if on["single"] else (7, 7)),)
    if "same_size" in on:
        wanted = tuple(size or 7 for size in settings["output_size"])
        settings["output_size"] = wanted
        shapes = (_sized(shapes[0], wanted if on["same_size"] else (97, 97)),)
    return replace(situation, settings=settings, inputs=shapes)


def _sized(shape: Shape, size: tuple[int, ...]) -> Shape:
    return (*size, *shape[2:])
