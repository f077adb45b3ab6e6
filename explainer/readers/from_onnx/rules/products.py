"""Products with one matrix of weights."""

from __future__ import annotations

from explainer.readers.from_onnx.file import Node, Weight
from explainer.readers.from_onnx.nodes import Nodes, NoSuchUseError
from explainer.readers.from_onnx.rules.rule import rule
from explainer.readers.traced.tensors import CHANNELS_LAST, Tensor


@rule("Gemm")
def connected(nodes: Nodes, node: Node) -> Tensor:
    """A dense layer of features."""
    given, weight = nodes.tensor(node), nodes.weight(node, 1)
    if given.axes != "BC" or node.attributes.get("transA"):
        raise NoSuchUseError
    turned = -1 if node.attributes.get("transB") else 1
    comes, gives = weight.shape[::turned]
    settings: dict[str, object] = {"in_features": comes, "out_features": gives}
    if nodes.given(node, 2) is None:
        settings["bias"] = False
    return nodes.passed(node, "linear", settings, given, weight)


@rule("MatMul")
def product(nodes: Nodes, node: Node) -> Tensor:
    """A dense layer along the last axis; biases that are added behind it belong to it."""
    taken, weight = nodes.tensor(node), nodes.weight(node, 1)
    if len(weight.shape) != 2:
        raise NoSuchUseError
    given = nodes.turned("permute", taken, CHANNELS_LAST[len(taken.axes)])
    settings: dict[str, object] = {"in_features": weight.shape[0], "out_features": weight.shape[1]}
    if len(given.axes) > 3:
        settings["along"] = "channels"
    behind = nodes.only_user(node, "Add")
    biases = _biases(nodes, behind, weight.shape[1]) if behind else False
    if not biases:
        settings["bias"] = False
    made = nodes.passed(node, "linear", settings, given, weight)
    if behind and biases:
        nodes.done.add(id(behind))
        nodes.values[behind.outputs[0]] = made
    return made


def _biases(nodes: Nodes, node: Node, features: int) -> bool:
    """Whether an addition adds one bias for each feature."""
    return any(
        isinstance(each, Weight) and each.shape == (features,)
        for each in (nodes.given(node, 0), nodes.given(node, 1))
    )
