"""The nodes of an ONNX graph → the layers of a model file."""

from __future__ import annotations

from typing import Any

from explainer.readers.from_onnx.file import File, Node, Weight
from explainer.readers.from_onnx.nodes import Nodes, NoOperatorError, NoSuchUseError
from explainer.readers.from_onnx.rules import RULES
from explainer.readers.traced.tensors import CHANNELS_SECOND, Tensor

# Rules that look at weights alone.
OF_WEIGHTS = ("Constant", "ConstantOfShape", "Identity", "Transpose", "Reshape", "Unsqueeze")
# What a rule meets where attributes or inputs are not as ONNX says that they have to be.
SPOILED = (
    *(NoSuchUseError, KeyError, IndexError, ValueError, TypeError, AttributeError),
    *(ArithmeticError, RecursionError),
)


def _found(nodes: Nodes, node: Node) -> Any:
    """What a node's outputs stand for."""
    passed = any(isinstance(nodes.values.get(name), Tensor) for name in node.inputs)
    if node.operator == "Shape" or (not passed and node.operator not in OF_WEIGHTS):
        # What is worked out from shapes and constants: no value of the batch is made.
        return Weight(node.outputs[0], nodes.size_of(node))
    if node.operator not in RULES:
        raise NoSuchUseError
    return RULES[node.operator](nodes, node)


def layers_of(file: File) -> Nodes:
    """All layers; NoOperatorError where there is no kind for one."""
    nodes = Nodes(file=file)
    nodes.values.update(file.weights)
    for name, sizes in file.inputs.items():
        called = "input" if len(file.inputs) == 1 else name
        axes = "BL" if name in file.tokens else CHANNELS_SECOND[len(sizes)]
        nodes.values[name] = Tensor(called, axes, sizes)
    for node in file.nodes:
        if id(node) in nodes.done:
            continue
        try:
            found = _found(nodes, node)
        except SPOILED as error:
            name = node.name or next(iter(node.outputs), "")
            raise NoOperatorError(node.operator, name) from error
        several = found if isinstance(found, tuple) else (found,)
        nodes.values.update(zip(node.outputs, several, strict=False))
        if isinstance(several[0], Tensor) and nodes.size_of(node):
            nodes.said.setdefault(several[0].source, several[0])
    return nodes
