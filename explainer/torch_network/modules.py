"""For each kind of layer the torch module that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from torch import nn

from explainer.graph import Node
from explainer.memory.framework.padding import ends, is_even
from explainer.torch_network.plain_modules import (
    Add,
    ChannelNorm,
    Concat,
    GlobalAvgPool2d,
    Multiply,
)

Maker: TypeAlias = Callable[[Node], nn.Module]


def with_settings(module: Callable[..., nn.Module]) -> Maker:
    """A maker for a module whose settings are the layer's."""
    return lambda node: module(**settings(node))


def with_channels(module: Callable[..., nn.Module]) -> Maker:
    """The same for a module that wants to know its input's channels, or features, first."""
    return lambda node: module(node.inputs[0][-1], **settings(node))


def settings(node: Node) -> dict[str, Any]:
    """The settings as torch takes them: a float where the file's number is an exact fraction."""
    return {name: _number(value) for name, value in node.settings.items()}


def _number(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_number, value))
    return float(value) if isinstance(value, Fraction) else value


def convolution(module: Callable[..., nn.Module], axes: int) -> Maker:
    """A convolution; torch pads by itself where it can, else a module before it does."""

    def make(node: Node) -> nn.Module:
        given = settings(node)
        unstrided_same = given["padding"] == "same" and set(given["stride"]) == {1}
        if unstrided_same:
            return module(node.inputs[0][-1], **given)
        if is_even(node):
            given["padding"] = tuple(before for before, _ in ends(node))
            return module(node.inputs[0][-1], **given)
        given |= {"padding": 0, "padding_mode": "zeros"}
        pad = getattr(nn, f"{PADS[node.settings['padding_mode']]}{axes}d")
        return nn.Sequential(pad(_torch_sides(node)), module(node.inputs[0][-1], **given))

    return make


PADS = {
    "zeros": "ZeroPad",
    "reflect": "ReflectionPad",
    "replicate": "ReplicationPad",
    "circular": "CircularPad",
}


def _torch_sides(node: Node) -> tuple[int, ...]:
    """The padding as torch's pads take it: before and after, the last axis first."""
    return tuple(side for axis in reversed(ends(node)) for side in axis)


def transposed_convolution(node: Node) -> nn.Module:
    """Padding that differs between the ends is cut off by a module behind it."""
    given = settings(node)
    if is_even(node):
        given["padding"] = tuple(before for before, _ in ends(node))
        return nn.ConvTranspose2d(node.inputs[0][-1], **given)
    (top, bottom), (left, right) = ends(node)
    cut = nn.ZeroPad2d((-left, -right, -top, -bottom))
    return nn.Sequential(nn.ConvTranspose2d(node.inputs[0][-1], **given | {"padding": 0}), cut)


def zero_pad(node: Node) -> nn.Module:
    """Zeros on each side."""
    (top, bottom), (left, right) = ends(node)
    return nn.ZeroPad2d((left, right, top, bottom))


def layer_norm(node: Node) -> nn.Module:
    """Over the whole input, or over the channels of each position."""
    whole = len(node.settings["normalized_shape"]) == len(node.inputs[0])
    return (nn.LayerNorm if whole else ChannelNorm)(**settings(node))


def group_norm(node: Node) -> nn.Module:
    """The channels are the input's, whether or not the file repeats them."""
    return nn.GroupNorm(**settings(node) | {"num_channels": node.inputs[0][-1]})


def upsample(node: Node) -> nn.Module:
    """torch takes `align_corners` only where it blends values."""
    given = settings(node)
    if given["mode"] not in ("bilinear", "bicubic"):
        del given["align_corners"]
    return nn.Upsample(**given)


def softmax(node: Node) -> nn.Module:
    """Along the channels, or features, where the file doesn't say."""
    dim = node.settings["dim"]
    return nn.Softmax(1 if dim is None else dim)


def without_inplace(module: Callable[..., nn.Module]) -> Maker:
    """A maker for an activation function that torch can't compute in place."""

    def make(node: Node) -> nn.Module:
        given = settings(node)
        del given["inplace"]
        return module(**given)

    return make


MODULES: Mapping[str, Maker] = {
    "conv1d": convolution(nn.Conv1d, 1),
    "conv2d": convolution(nn.Conv2d, 2),
    "conv3d": convolution(nn.Conv3d, 3),
    "conv_transpose2d": transposed_convolution,
    "linear": with_channels(nn.Linear),
    "max_pool2d": with_settings(nn.MaxPool2d),
    "avg_pool2d": with_settings(nn.AvgPool2d),
    "adaptive_avg_pool2d": with_settings(nn.AdaptiveAvgPool2d),
    "adaptive_max_pool2d": with_settings(nn.AdaptiveMaxPool2d),
    "global_avg_pool2d": lambda node: GlobalAvgPool2d(node.settings["keepdims"]),
    "batch_norm2d": with_channels(nn.BatchNorm2d),
    "layer_norm": layer_norm,
    "group_norm": group_norm,
    "local_response_norm": with_settings(nn.LocalResponseNorm),
    "flatten": with_settings(nn.Flatten),
    "zero_pad2d": zero_pad,
    "upsample": upsample,
    "add": lambda _: Add(),
    "multiply": lambda _: Multiply(),
    "concat": lambda _: Concat(),
    "dropout": with_settings(nn.Dropout),
    "softmax": softmax,
    "relu": with_settings(nn.ReLU),
    "relu6": with_settings(nn.ReLU6),
    "leaky_relu": with_settings(nn.LeakyReLU),
    "elu": with_settings(nn.ELU),
    "silu": with_settings(nn.SiLU),
    "hardswish": with_settings(nn.Hardswish),
    "hardsigmoid": with_settings(nn.Hardsigmoid),
    "prelu": without_inplace(nn.PReLU),
    "gelu": without_inplace(nn.GELU),
    "sigmoid": without_inplace(nn.Sigmoid),
    "tanh": without_inplace(nn.Tanh),
}
