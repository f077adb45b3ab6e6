"""Normalisation by statistics of the batch, of each image, of each position."""

from __future__ import annotations

from typing import Any

from explainer.readers.from_onnx.file import Node
from explainer.readers.from_onnx.nodes import Nodes, NoSuchUseError
from explainer.readers.from_onnx.rules.rule import number, rule
from explainer.readers.traced.tensors import CHANNELS_LAST, Tensor

OF_BATCH = {2: "batch_norm1d", 3: "batch_norm1d", 4: "batch_norm2d", 5: "batch_norm3d"}
# ONNX' default, which differs from that of our kinds for some.
EPSILON = 1e-5


@rule("BatchNormalization")
def batch_norm(nodes: Nodes, node: Node) -> Any:
    """By the statistics of all images of the batch, channel by channel."""
    given, weight = nodes.channels_second(node), nodes.weight(node, 1)
    settings = {"num_features": weight.shape[0], **_epsilon(node)}
    made = nodes.passed(node, OF_BATCH[len(given.axes)], settings, given, weight)
    return (made, *([None] * (len(node.outputs) - 1)))


@rule("InstanceNormalization")
def instance_norm(nodes: Nodes, node: Node) -> Tensor:
    """By the statistics of each channel of each image."""
    given, weight = nodes.channels_second(node), nodes.weight(node, 1)
    if len(given.axes) != 4:
        raise NoSuchUseError
    return nodes.passed(node, "instance_norm2d", {"affine": True, **_epsilon(node)}, given, weight)


@rule("LayerNormalization")
def layer_norm(nodes: Nodes, node: Node) -> Any:
    """Along the last axis."""
    taken, weight = nodes.tensor(node), nodes.weight(node, 1)
    last = node.attributes.get("axis", -1) % len(taken.axes) == len(taken.axes) - 1
    if not last or len(weight.shape) != 1:
        raise NoSuchUseError
    given = nodes.turned("permute", taken, CHANNELS_LAST[len(taken.axes)])
    settings = {"normalized_shape": weight.shape[0], **_epsilon(node)}
    if nodes.given(node, 2) is None:
        settings["bias"] = False
    made = nodes.passed(node, "layer_norm", settings, given, weight)
    return (made, *([None] * (len(node.outputs) - 1)))


@rule("LRN")
def local_response_norm(nodes: Nodes, node: Node) -> Tensor:
    """By what neighbouring channels hold."""
    said = node.attributes
    settings = {"size": said["size"], "alpha": number(said.get("alpha", 1e-4))}
    settings |= {"beta": number(said.get("beta", 0.75)), "k": number(said.get("bias", 1.0))}
    return nodes.passed(node, "local_response_norm", settings, nodes.tensor(node))


def _epsilon(node: Node) -> dict[str, Any]:
    found = number(node.attributes.get("epsilon", EPSILON))
    return {} if found == EPSILON else {"eps": found}
