"""A small layer of each kind, for the page of a kind that none of the site's networks has."""

from __future__ import annotations

from typing import Any

from explainer.layers import LAYERS
from explainer.layers.layer import FEATURES, SEQUENCE, SOLID, VOLUME
from explainer.layers.relu import relu
from explainer.network.graph import build
from explainer.network.node import Node
from explainer.readers.from_mapping import read_mapping

# What a kind takes, by the number of axes; an image where it may be one.
INPUTS = {VOLUME: "32x32x6", SEQUENCE: "50x6", SOLID: "9x8x8x6", FEATURES: "40"}


def small_layer(kind: str) -> Node:
    """A layer of this kind by itself, worked out."""
    layer = LAYERS[kind]
    settings: dict[str, Any] = {**layer.example.settings}
    layers: list[Any] = [{kind: settings}]
    if layer.many:
        settings |= {"from": ["input", "branch"]}
        layers = [{relu.kind: {"name": "branch"}}, {kind: settings}]
    takes = (layer.example.axes,) if layer.example.axes else layer.takes
    size: Any = layer.example.input or next(
        size for axes, size in INPUTS.items() if set(axes) <= set(takes)
    )
    if layer.tokens:
        size = {"tokens": int(size)}
    return build(read_mapping({"name": kind, "input": size, "layers": layers})).nodes[-1]
