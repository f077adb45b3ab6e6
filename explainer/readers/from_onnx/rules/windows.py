"""Convolutions and pools, and how their windows are padded."""

from __future__ import annotations

from typing import Any

from explainer.readers.from_onnx.file import Node
from explainer.readers.from_onnx.nodes import Nodes, NoSuchUseError
from explainer.readers.from_onnx.rules.rule import one_or_all, rule
from explainer.readers.traced.tensors import Tensor

SIDES = {1: ("left", "right"), 2: ("top", "left", "bottom", "right")}


@rule("Conv")
def convolution(nodes: Nodes, node: Node) -> Tensor:
    """Kernels over windows."""
    given, weight = nodes.channels_second(node), nodes.weight(node, 1)
    window = list(weight.shape[2:])
    settings = {"out_channels": weight.shape[0], "kernel_size": one_or_all(window)}
    settings |= _moves(node, len(window))
    groups = node.attributes.get("group", 1)
    settings["in_channels"] = weight.shape[1] * groups
    if groups != 1:
        settings["groups"] = groups
    if nodes.given(node, 2) is None:
        settings["bias"] = False
    return nodes.passed(node, f"conv{len(window)}d", settings, given, weight)


@rule("ConvTranspose")
def transposed(nodes: Nodes, node: Node) -> Tensor:
    """A convolution backwards; its weights begin with the channels that come in."""
    given, weight = nodes.channels_second(node), nodes.weight(node, 1)
    window, groups = list(weight.shape[2:]), node.attributes.get("group", 1)
    if "output_shape" in node.attributes:
        raise NoSuchUseError
    settings = {"out_channels": weight.shape[1] * groups, "kernel_size": one_or_all(window)}
    settings["in_channels"] = weight.shape[0]
    settings |= _moves(node, len(window))
    if any(more := node.attributes.get("output_padding", [])):
        settings["output_padding"] = one_or_all(more)
    if groups != 1:
        settings["groups"] = groups
    if nodes.given(node, 2) is None:
        settings["bias"] = False
    return nodes.passed(node, f"conv_transpose{len(window)}d", settings, given, weight)


@rule("MaxPool", "AveragePool")
def pool(nodes: Nodes, node: Node) -> Any:
    """The largest value of each window, or the average."""
    given, window = nodes.channels_second(node), node.attributes["kernel_shape"]
    largest = node.operator == "MaxPool"
    settings: dict[str, Any] = {"kernel_size": one_or_all(window)}
    moves = _moves(node, len(window))
    settings["stride"] = moves.pop("stride", 1)
    settings |= moves
    if node.attributes.get("ceil_mode"):
        settings["ceil_mode"] = True
    if not largest and settings.get("padding") and not node.attributes.get("count_include_pad"):
        settings["count_include_pad"] = False
    kind = f"{'max' if largest else 'avg'}_pool{len(window)}d"
    return nodes.passed(node, kind, settings, given)


@rule("GlobalAveragePool")
def global_pool(nodes: Nodes, node: Node) -> Tensor:
    """Over all places of an image."""
    given = nodes.channels_second(node)
    if len(given.axes) != 4:
        raise NoSuchUseError
    return nodes.passed(node, "global_avg_pool2d", {"keepdims": True}, given)


def _moves(node: Node, axes: int) -> dict[str, Any]:
    """Stride, padding and dilation, where they are not the least."""
    found: dict[str, Any] = {}
    if (stride := one_or_all(node.attributes.get("strides", [1] * axes))) != 1:
        found["stride"] = stride
    if padding := _padding(node, axes):
        found["padding"] = padding
    if (dilation := one_or_all(node.attributes.get("dilations", [1] * axes))) != 1:
        found["dilation"] = dilation
    return found


def _padding(node: Node, axes: int) -> Any:
    automatic = node.attributes.get("auto_pad", "NOTSET")
    if automatic == "SAME_UPPER":
        return "same"
    if automatic not in ("NOTSET", "VALID"):
        raise NoSuchUseError
    pads = list(node.attributes.get("pads", [0] * 2 * axes))
    before, after = pads[:axes], pads[axes:]
    if before == after:
        return one_or_all(before)
    if axes not in SIDES:
        raise NoSuchUseError
    return dict(zip(SIDES[axes], pads, strict=True))
