"""Value by value, and the shares of softmax."""

from __future__ import annotations

from typing import Any

from explainer.readers.from_onnx.file import Node, Weight
from explainer.readers.from_onnx.nodes import Nodes, NoSuchUseError
from explainer.readers.from_onnx.rules.rule import number, rule
from explainer.readers.traced.tensors import Tensor, axis_named

# The kind, and its settings by the names of ONNX' attributes: ours, and ONNX' default.
ACTIVATIONS: dict[str, tuple[str, dict[str, tuple[str, float]]]] = {
    "Relu": ("relu", {}),
    "Sigmoid": ("sigmoid", {}),
    "Tanh": ("tanh", {}),
    "HardSwish": ("hardswish", {}),
    "HardSigmoid": ("hardsigmoid", {}),
    "Mish": ("mish", {}),
    "Softplus": ("softplus", {}),
    "LeakyRelu": ("leaky_relu", {"alpha": ("negative_slope", 0.01)}),
    "Elu": ("elu", {"alpha": ("alpha", 1.0)}),
    "Gelu": ("gelu", {}),
}


# From this opset on softmax is along one axis.
OF_ONE_AXIS = 13


@rule(*ACTIVATIONS)
def activation(nodes: Nodes, node: Node) -> Tensor:
    """Each value by itself."""
    kind, known = ACTIVATIONS[node.operator]
    settings: dict[str, Any] = {
        ours: number(node.attributes.get(theirs, default))
        for theirs, (ours, default) in known.items()
    }
    return nodes.passed(node, kind, settings, nodes.tensor(node))


@rule("Clip")
def clipped(nodes: Nodes, node: Node) -> Tensor:
    """ReLU6 is a clip from 0 to 6."""
    bounds = [node.attributes.get("min"), node.attributes.get("max")]
    for place, given in enumerate((nodes.given(node, 1), nodes.given(node, 2))):
        if isinstance(given, Weight) and given.values:
            (bounds[place],) = given.values
    if bounds != [0, 6]:
        raise NoSuchUseError
    return nodes.passed(node, "relu6", {}, nodes.tensor(node))


@rule("PRelu")
def slopes(nodes: Nodes, node: Node) -> Tensor:
    """Its slopes are learnt, one or one a channel."""
    weight = nodes.weight(node, 1)
    settings = {"num_parameters": max(weight.shape, default=1)}
    return nodes.passed(node, "prelu", settings, nodes.tensor(node), weight)


@rule("Softmax", "LogSoftmax")
def shares(nodes: Nodes, node: Node) -> Tensor:
    """Along the channels or features."""
    given = nodes.tensor(node)
    older = nodes.file.opset < OF_ONE_AXIS
    axis = axis_named(given, node.attributes.get("axis", 1 if older else -1))
    # Before that opset, all axes from there on were one.
    alone = not older or all(size == 1 for size in given.sizes[2:])
    if axis not in ("channels", "features") or not alone:
        raise NoSuchUseError
    kind = "softmax" if node.operator == "Softmax" else "log_softmax"
    return nodes.passed(node, kind, {}, given)


@rule("Dropout")
def dropout(nodes: Nodes, node: Node) -> Any:
    """Random values while training; the file is of a network that predicts, and says how many."""
    share = node.attributes.get("ratio", 0.5)
    given = nodes.given(node, 1)
    if isinstance(given, Weight) and given.values:
        (share,) = given.values
    made = nodes.passed(node, "dropout", {"p": number(share)}, nodes.tensor(node))
    return made, None
