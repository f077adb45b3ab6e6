"""A layer on inputs of given shapes, without a model file."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from explainer.layers import LAYERS
from explainer.layers.layer import Shape
from explainer.network.graph import build
from explainer.network.layer_node import input_nodes, layer_node
from explainer.network.node import Node, Taken
from explainer.spec import Given, LayerSpec, ModelSpec, Place

HERE = Place("test.yaml", 1, 1)


def given(value: Any) -> Given:
    """A value as a reader hands it over."""
    match value:
        case list() | tuple():
            return Given(tuple(map(given, value)), HERE)
        case dict():
            return Given({name: given(part) for name, part in value.items()}, HERE)
        case float():
            return Given(Decimal(str(value)), HERE, str(value))
        case _:
            return Given(value, HERE, str(value))


def one_layer(kind: str, *shapes: Shape, **settings: Any) -> Node:
    """A layer of that kind that takes inputs of those shapes, (H, W, C) or (features,)."""
    tokens = LAYERS[kind].tokens
    inputs = [
        replace(
            *input_nodes(ModelSpec("test", shape, (), HERE, tokens=tokens)),
            index=number,
            storage=number,
        )
        for number, shape in enumerate(shapes)
    ]
    taken = [Taken(number, number) for number in range(len(inputs))]
    return layer_node(_spec(kind, **settings), inputs, taken, free=len(inputs) + 1)


def last_layer(shape: Shape, *layers: tuple[str, dict[str, Any]]) -> Node:
    """The last of several layers behind each other."""
    names = ["input", *(str(number) for number, _ in enumerate(layers))]
    specs = (
        LayerSpec(name, kind, _spec(kind, **settings).settings, (source,), HERE)
        for source, name, (kind, settings) in zip(names, names[1:], layers, strict=False)
    )
    return build(ModelSpec("test", shape, tuple(specs), HERE)).nodes[-1]


def _spec(kind: str, **settings: Any) -> LayerSpec:
    return LayerSpec(kind, kind, {name: given(v) for name, v in settings.items()}, (), HERE)
