"""Several tensors into one."""

from __future__ import annotations

from typing import Any

from explainer.readers.from_onnx.file import Node, Weight
from explainer.readers.from_onnx.names import named_by_weight
from explainer.readers.from_onnx.nodes import Nodes, NoSuchUseError
from explainer.readers.from_onnx.rules.rule import number, rule
from explainer.readers.traced.tensors import Tensor, axis_named

# The kind that joins branches, and the one that does so with what is no branch.
KINDS = {
    "Add": ("add", "shift"), "Sum": ("add", ""), "Sub": ("subtract", "shift"),
    "Mul": ("multiply", "scale"), "Div": ("divide", "scale"),
}  # fmt: skip
# What the kinds call a constant.
CONSTANT = {"shift": "amount", "scale": "factor"}
TURNED = ("Sub", "Div")


@rule(*KINDS)
def joined(nodes: Nodes, node: Node) -> Tensor:
    """Branches of equal sizes; or one, and a constant or what is learnt for each channel."""
    kind, alone = KINDS[node.operator]
    given = [nodes.given(node, number) for number in range(len(node.inputs))]
    tensors = [each for each in given if isinstance(each, Tensor)]
    weights = [each for each in given if isinstance(each, Weight)]
    if alone and len(tensors) == len(weights) == 1:
        if node.operator in TURNED and given[0] is not tensors[0]:
            raise NoSuchUseError
        return _with_weight(nodes, node, alone, tensors[0], weights[0])
    if len(tensors) != len(given):
        raise NoSuchUseError
    if len(tensors) == 1:
        return tensors[0]
    first = tensors[0]
    if any(len(each.axes) != len(first.axes) for each in tensors):
        raise NoSuchUseError
    others = [nodes.turned("permute", each, first.axes) for each in tensors[1:]]
    name = nodes.layer(node, kind, {}, [first, *others])
    return Tensor(name, first.axes, nodes.size_of(node) or first.sizes)


def _with_weight(nodes: Nodes, node: Node, kind: str, given: Tensor, weight: Weight) -> Tensor:
    """A row for each position of a sequence, a number for each channel, or one constant."""
    axes = given.axes
    sizes = (1,) * (len(axes) - len(weight.shape)) + weight.shape
    if len(sizes) != len(axes) or nodes.size_of(node) not in ((), given.sizes):
        raise NoSuchUseError
    if weight.values and len(weight.values) == 1:
        constant = _constant(node.operator, weight.values[0])
        return nodes.passed(node, kind, {CONSTANT[kind]: constant}, given)
    if node.operator in TURNED:
        raise NoSuchUseError
    if node.operator == "Add" and axes == "BLC" and sizes == (1, *given.sizes[1:]):
        return nodes.passed(node, "position_embedding", {}, given, weight)
    if any(size != 1 for size, letter in zip(sizes, axes, strict=True) if letter != "C"):
        raise NoSuchUseError
    # Behind a norm it is what the norm had already: both have the layer's name, and this one more.
    stem = ".".join(filter(None, (named_by_weight(weight.name), kind)))
    name = nodes.add(stem, kind, {"learnt": "channels"}, [given], learnt=weight.name)
    return Tensor(name, axes, given.sizes)


def _constant(operator: str, value: float) -> Any:
    """What is added or multiplied: a difference adds what is less than 0, a quotient divides."""
    if operator == "Sub":
        return number(-value)
    if operator == "Div" and value == 0:
        raise NoSuchUseError
    return number(1 / value if operator == "Div" else value)


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
