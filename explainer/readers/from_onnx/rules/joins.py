"""Several tensors into one."""

from __future__ import annotations

from explainer.readers.from_onnx.file import Node, Weight
from explainer.readers.from_onnx.nodes import Nodes, NoSuchUseError
from explainer.readers.from_onnx.rules.rule import rule
from explainer.readers.traced.tensors import Tensor, axis_named


@rule("Add", "Sum", "Mul")
def joined(nodes: Nodes, node: Node) -> Tensor:
    """Branches of equal sizes, or a learnt factor for each channel."""
    given = [nodes.given(node, number) for number in range(len(node.inputs))]
    tensors = [each for each in given if isinstance(each, Tensor)]
    weights = [each for each in given if isinstance(each, Weight)]
    if node.operator == "Mul" and len(tensors) == len(weights) == 1:
        return _scaled(nodes, node, tensors[0], weights[0])
    if node.operator == "Add" and len(tensors) == len(weights) == 1:
        return _located(nodes, node, tensors[0], weights[0])
    if len(tensors) != len(given):
        raise NoSuchUseError
    if len(tensors) == 1:
        return tensors[0]
    first = tensors[0]
    if any(len(each.axes) != len(first.axes) for each in tensors):
        raise NoSuchUseError
    others = [nodes.turned("permute", each, first.axes) for each in tensors[1:]]
    kind = "multiply" if node.operator == "Mul" else "add"
    name = nodes.layer(node, kind, {}, [first, *others])
    return Tensor(name, first.axes, nodes.size_of(node) or first.sizes)


def _located(nodes: Nodes, node: Node, given: Tensor, weight: Weight) -> Tensor:
    """A learnt row for each position of a sequence."""
    if given.axes != "BLC" or weight.shape[-2:] != given.sizes[1:]:
        raise NoSuchUseError
    return nodes.passed(node, "position_embedding", {}, given, weight)


def _scaled(nodes: Nodes, node: Node, given: Tensor, weight: Weight) -> Tensor:
    sizes = (1,) * (len(given.axes) - len(weight.shape)) + weight.shape
    place = given.axes.index("C")
    if any(size not in (1, given.sizes[at] if at == place else 1) for at, size in enumerate(sizes)):
        raise NoSuchUseError
    return nodes.passed(node, "layer_scale", {}, given, weight)


@rule("Concat")
def behind_each_other(nodes: Nodes, node: Node) -> object:
    """Branches along one axis."""
    given = [nodes.given(node, number) for number in range(len(node.inputs))]
    tensors = [each for each in given if isinstance(each, Tensor)]
    first = tensors[0]
    if len(given) == 2 and isinstance(given[0], Weight) and first.axes == "BLC":
        return nodes.passed(node, "class_token", {}, first, given[0])
    if len(tensors) != len(given):
        raise NoSuchUseError
    if len(tensors) == 1:
        return first
    others = [nodes.turned("permute", each, first.axes) for each in tensors[1:]]
    axis = axis_named(first, node.attributes["axis"])
    settings = {} if axis in ("channels", "features") else {"axis": axis}
    name = nodes.layer(node, "concat", settings, [first, *others])
    return Tensor(name, first.axes, nodes.size_of(node) or first.sizes)
