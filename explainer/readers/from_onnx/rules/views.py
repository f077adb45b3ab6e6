"""The same values seen otherwise, in part, or in another shape; and constants."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from explainer.readers.from_onnx.file import Node, Weight
from explainer.readers.from_onnx.nodes import Nodes, NoSuchUseError
from explainer.readers.from_onnx.rules.rule import rule
from explainer.readers.traced.tensors import NAMES, Tensor, axis_named


@rule("Identity")
def passed_on(nodes: Nodes, node: Node) -> Any:
    """Its input. A weight by another name is another one: equal values are stored once there."""
    given = nodes.given(node)
    return replace(given, name=node.outputs[0]) if isinstance(given, Weight) else given


@rule("Constant")
def constant(_: Nodes, node: Node) -> Weight:
    """A number or a short list; more are weights."""
    value = node.attributes.get("value")
    if isinstance(value, Weight):
        return value
    (found,) = node.attributes.values()
    several = found if isinstance(found, list) else [found]
    return Weight(node.outputs[0], (len(several),), tuple(several))


@rule("ConstantOfShape")
def filled(nodes: Nodes, node: Node) -> Weight:
    """A weight of which the file only says the shape."""
    shape = nodes.weight(node, 0).values
    if shape is None:
        raise NoSuchUseError
    return Weight(node.outputs[0], tuple(map(int, shape)))


@rule("Transpose")
def transposed(nodes: Nodes, node: Node) -> Any:
    """The letters of the axes in another order; no layer."""
    given = nodes.given(node)
    order = tuple(node.attributes["perm"])
    if isinstance(given, Weight):
        return Weight(given.name, tuple(given.shape[place] for place in order))
    if not isinstance(given, Tensor) or order[0] != 0:
        raise NoSuchUseError
    return given.turned(order)


@rule("Flatten", "Reshape", "Squeeze", "Unsqueeze")
def reshaped(nodes: Nodes, node: Node) -> Any:
    """By what it makes of which shape, whatever it is called."""
    given, after = nodes.given(node), nodes.size_of(node)
    if isinstance(given, Weight):
        return Weight(given.name, after or given.shape)
    if not isinstance(given, Tensor) or not after:
        raise NoSuchUseError
    before = given.sizes
    if before == after:
        return given
    if (shuffled := _shuffled(nodes, node, given, after)) is not None:
        return shuffled
    if after[0] == before[0] and len(after) == 2 and after[1] == math.prod(before[1:]):
        return Tensor(nodes.layer(node, "flatten", {}, [given]), "BC", after)
    if given.axes == "BCHW" and after == (*before[:2], before[2] * before[3]):
        name = nodes.layer(node, "reshape", {"shape": [-1, before[1]]}, [given])
        return Tensor(name, "BCL", after)
    raise NoSuchUseError


def _shuffled(nodes: Nodes, node: Node, given: Tensor, after: tuple[int, ...]) -> Tensor | None:
    """Channels shuffled by hand: apart into groups, turned, and together again."""
    apart = given.axes[:2] == "BC" and len(after) == len(given.sizes) + 1
    if not apart or after[1] * after[2] != given.sizes[1]:
        return None
    turned = nodes.only_user(node, "Transpose")
    together = nodes.only_user(turned, "Reshape") if turned else None
    if not turned or not together or nodes.size_of(together) != given.sizes:
        return None
    if turned.attributes["perm"][:3] != [0, 2, 1]:
        return None
    name = nodes.layer(node, "channel_shuffle", {"groups": after[1]}, [given])
    made = Tensor(name, given.axes, given.sizes)
    nodes.done |= {id(turned), id(together)}
    nodes.values[together.outputs[0]] = made
    return made


@rule("Slice")
def sliced(nodes: Nodes, node: Node) -> Tensor:
    """A part along one axis; all of it is no layer."""
    given, after = nodes.tensor(node), nodes.size_of(node)
    if after == given.sizes:
        return given
    said = node.attributes.get
    starts = said("starts") or _numbers(nodes, node, 1)
    ends = said("ends") or _numbers(nodes, node, 2)
    axes = said("axes") or (_numbers(nodes, node, 3) if len(node.inputs) > 3 else [0])
    steps = _numbers(nodes, node, 4) if len(node.inputs) > 4 else [1]
    if len(axes) != 1 or steps != [1]:
        raise NoSuchUseError
    size = given.sizes[axes[0]]
    start, end = starts[0] % size if starts[0] < size else size, min(ends[0], size)
    settings: dict[str, Any] = {"axis": axis_named(given, axes[0])}
    settings |= {"start": start} if start else {}
    settings |= {"end": end % size} if end % size else {}
    return nodes.passed(node, "slice", settings, given)


@rule("ReduceMean")
def mean(nodes: Nodes, node: Node) -> Tensor:
    """Over all places of an image, or along one axis."""
    given = nodes.tensor(node)
    said = node.attributes.get("axes") or _numbers(nodes, node, 1)
    axes, kept = {given.axes[number] for number in said}, node.attributes.get("keepdims", 1)
    sizes = nodes.size_of(node)
    if axes == {"H", "W"}:
        name = nodes.layer(node, "global_avg_pool2d", {"keepdims": True} if kept else {}, [given])
        return Tensor(name, given.axes if kept else "BC", sizes)
    if len(axes) != 1 or kept or axes == {"B"}:
        raise NoSuchUseError
    (axis,) = axes
    name = nodes.layer(node, "mean", {"axis": NAMES[axis]}, [given])
    return Tensor(name, given.axes.replace(axis, ""), sizes)


@rule("Split")
def split(nodes: Nodes, node: Node) -> tuple[Tensor, ...]:
    """Several parts along one axis."""
    given = nodes.tensor(node)
    axis = node.attributes.get("axis", 0)
    shapes = [nodes.file.sizes.get(each, ()) for each in node.outputs]
    if not all(shapes):
        raise NoSuchUseError
    called = axis_named(given, axis)
    along = {} if called in ("channels", "features") else {"axis": called}
    settings = {"sizes": [shape[axis] for shape in shapes], **along}
    name = nodes.layer(node, "split", settings, [given])
    return tuple(
        Tensor(f"{name}.{place + 1}" if place else name, given.axes, shape)
        for place, shape in enumerate(shapes)
    )


def _numbers(nodes: Nodes, node: Node, number: int) -> list[int]:
    values = nodes.weight(node, number).values
    if values is None:
        raise NoSuchUseError
    return list(map(int, values))
