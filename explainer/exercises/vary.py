"""A network with other numbers: its image, batch, channels, kernels, strides, paddings.

Each change is written as `explain --set` takes it, so that a variant can be built again:
    explain example:lenet5 --set input=36x36x1 --set c1.kernel_size=3
"""

from __future__ import annotations

from collections.abc import Iterator

from explainer.errors import ExplainError
from explainer.exercises.luck import Luck
from explainer.layers import LAYERS
from explainer.layers.layer import Shape
from explainer.layers.traits import Does
from explainer.network.case import Case
from explainer.network.graph import Graph, build
from explainer.network.layout import as_written, input_text
from explainer.network.plan import Plan, plan_for
from explainer.readers.changes import read_changes, with_changes
from explainer.spec import LayerSpec, ModelSpec

CHANNELS = (4, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 128, 160, 192, 256, 384, 512, 1024)
FEATURES = (20, 30, 40, 50, 60, 84, 100, 120, 150, 200, 250, 300, 400, 500, 1000, 2000, 4000)
KERNELS, PADDINGS, STRIDES = (3, 5, 7), (0, 1, 2), (1, 2)
WINDOWS, STEPS = (2, 3), (2, 3)
BATCHES = (4, 8, 10, 16, 20, 25, 32, 40, 50, 64)
# How far the side of the image may lie from the original, and how many layers change.
WIDER, MOST_LAYERS = 12, 5


def varied(spec: ModelSpec, plan: Plan, luck: Luck) -> tuple[Case, tuple[str, ...], int]:
    """A network that can be built, the changes, and how many could not be made."""
    kept: list[str] = []
    refused = 0
    graph = build(with_changes(spec, ()))
    for change in _changes(spec, luck):
        try:
            changed = build(with_changes(spec, read_changes([*kept, change])))
        except ExplainError:
            refused += 1
            continue
        if _numbers_of(changed) != _numbers_of(graph):
            graph = changed
            kept.append(change)
    batch = graph.spec.batch or plan.batch
    dtype, optimizer, loss = plan.dtype, plan.optimizer, plan.loss
    run = plan_for(graph.spec, batch=batch, dtype=dtype, optimizer=optimizer, loss=loss)
    return Case(graph, run), tuple(kept), refused


def _numbers_of(graph: Graph) -> list[object]:
    """What a change can change: the batch, the image, the settings."""
    settings = [dict(node.settings) for node in graph.nodes]
    inputs = [each.shape for each in graph.spec.inputs]
    return [graph.spec.batch, graph.spec.input, *inputs, *settings]


def _changes(spec: ModelSpec, luck: Luck) -> Iterator[str]:
    yield f"batch={luck.one_of(BATCHES)}"
    if spec.totals is None and len(spec.input) > 1 and not spec.inputs:
        yield f"input={as_written(_image(spec.input, luck), spec.layout)}"
    for each in spec.inputs:
        if each.tokens or len(each.shape) > 1:
            shape = _image(each.shape if not each.tokens else (*each.shape, 1), luck)
            text = input_text(shape, tokens=True) if each.tokens else as_written(shape, spec.layout)
            yield f"inputs.{each.name}={text}"
    layers = luck.shuffled([layer for layer in spec.layers if LAYERS[layer.kind].varied])
    for layer in layers[:MOST_LAYERS]:
        is_last = layer is [one for one in spec.layers if one.kind == layer.kind][-1]
        if not (is_last and LAYERS[layer.kind].does is Does.CONNECTS):
            yield from _in_layer(layer, luck)


def _image(shape: Shape, luck: Luck) -> Shape:
    """Every side of an image, or the length of a sequence, by so many more or fewer."""
    *sides, channels = shape
    most = min(WIDER, sides[0] // 4)
    more = luck.below(2 * most + 1) - most
    return (*(side + more for side in sides), channels)


def _in_layer(layer: LayerSpec, luck: Luck) -> Iterator[str]:
    """One or two settings of a layer with other values."""
    settings = luck.shuffled(LAYERS[layer.kind].varied)
    for setting in settings[: 1 + luck.below(2)]:
        yield f"{layer.name}.{setting}={_value(layer, setting, luck)}"


def _value(layer: LayerSpec, setting: str, luck: Luck) -> int:
    kind = LAYERS[layer.kind]
    pool = kind.does is Does.POOLS
    symbols = next(one.symbols for one in kind.settings if one.name == setting)
    if {"c_out", "h"}.intersection(symbols):
        return luck.one_of(_near(CHANNELS, layer, setting))
    if "n_out" in symbols:
        return luck.one_of(_near(FEATURES, layer, setting))
    match setting:
        case "kernel_size":
            return luck.one_of(WINDOWS if pool else KERNELS)
        case "padding":
            return luck.one_of(PADDINGS)
        case _:
            return luck.one_of(STEPS if pool else STRIDES)


def _near(choices: tuple[int, ...], layer: LayerSpec, setting: str) -> tuple[int, ...]:
    """The choices from half to twice what the layer has; all of them where that is not written."""
    given = layer.settings.get(setting)
    now = given.value if given is not None else None
    if not isinstance(now, int):
        return choices
    return tuple(c for c in choices if now <= 2 * c and c <= 2 * now) or (now,)
