"""A layer as a torch module."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from torch import nn

from explainer.layers.padding import ends_of
from explainer.layers.traits import Does, OfWindow
from explainer.memory.framework.padding import added, ends, is_even, pads_apart
from explainer.network.node import Node
from explainer.torch_network import plain_modules
from explainer.torch_network.views import MODULES, module_that_looks


def module_of(node: Node) -> nn.Module:
    """The layer's module, as its kind declares it, with padding that torch can't do beside it."""
    if node.layer.does in MODULES:
        return module_that_looks(node, frozenset())
    make = PADDED.get(node.layer.does)
    return make(node) if make else class_of(node)(*_channels(node), **arguments(node))


def class_of(node: Node) -> type[nn.Module]:
    """Of plain_modules, or of torch.nn."""
    name = node.layer.module.name_for(node)
    found: type[nn.Module] = getattr(plain_modules, name, None) or getattr(nn, name)
    return found


def _channels(node: Node) -> tuple[int, ...]:
    """What a class is told first that wants to know its input's channels, or features."""
    return (node.inputs[0][-1],) if node.layer.module.channels else ()


def arguments(node: Node) -> dict[str, Any]:
    """What torch takes by name: a float where the file's number is an exact fraction."""
    given = node.layer.module.arguments(node)
    return {name: _number(value) for name, value in given.items()}


def _number(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_number, value))
    return float(value) if isinstance(value, Fraction) else value


def convolution(node: Node) -> nn.Module:
    """A convolution; torch pads by itself where it can, else a module before it does."""
    given, module = arguments(node), class_of(node)
    unstrided_same = given["padding"] == "same" and set(given["stride"]) == {1}
    if unstrided_same:
        return module(*_channels(node), **given)
    if is_even(node):
        given["padding"] = tuple(before for before, _ in ends(node))
        return module(*_channels(node), **given)
    axes = len(given["kernel_size"])
    pad = getattr(nn, f"{PADS[given.pop('padding_mode', 'zeros')]}{axes}d")
    given |= {"padding": 0}
    convolves = module(*_channels(node), **given)
    parts = convolves if isinstance(convolves, nn.Sequential) else (convolves,)
    return nn.Sequential(pad(_torch_sides(node)), *parts)


PADS = {
    "zeros": "ZeroPad",
    "reflect": "ReflectionPad",
    "replicate": "ReplicationPad",
    "circular": "CircularPad",
}


def _torch_sides(node: Node) -> tuple[int, ...]:
    """The padding as torch's pads take it: before and after, the last axis first."""
    return tuple(side for axis in reversed(ends(node)) for side in axis)


def transposed(node: Node) -> nn.Module:
    """Padding that differs between the ends is cut off by a module behind it.

    So it is with `same`, as TensorFlow does it; Keras on PyTorch takes the odd row off the other
    end, which changes no size.
    """
    given, module = arguments(node) | {"output_padding": added(node)}, class_of(node)
    if is_even(node):
        given["padding"] = tuple(before for before, _ in ends(node))
        return module(*_channels(node), **given)
    pad = getattr(nn, f"ZeroPad{len(given['kernel_size'])}d")
    cut = pad(tuple(-side for side in _torch_sides(node)))
    return nn.Sequential(module(*_channels(node), **given | {"padding": 0}), cut)


def pooled(node: Node) -> nn.Module:
    """A pool; torch pads by itself where it can, else a module before it does.

    Nothing of that padding is ever the largest value, as in Keras. In an average its zeros count;
    Keras leaves them out (TensorFlow) or repeats the edge in their place (PyTorch), and the sizes
    are the same.
    """
    given = arguments(node)
    if pads_apart(node):
        nothing = float("-inf") if node.layer.of_window is OfWindow.LARGEST else 0.0
        pad = getattr(nn, f"ConstantPad{len(given['kernel_size'])}d")
        return nn.Sequential(
            pad(_torch_sides(node), nothing), class_of(node)(**given | {"padding": 0})
        )
    if "padding" in given:
        given["padding"] = tuple(before for before, _ in ends(node))
    return class_of(node)(**given)


def around(node: Node) -> nn.Module:
    """Zeros, or other values, on each side."""
    return class_of(node)(_torch_sides(node), **arguments(node))


def cropped(node: Node) -> nn.Module:
    """Nothing but the rest, by padding below 0."""
    (top, bottom), (left, right) = ends_of(node.settings["cropping"])
    return class_of(node)((-left, -right, -top, -bottom))


PADDED: Mapping[Does, Callable[[Node], nn.Module]] = {
    Does.CONVOLVES: convolution,
    Does.SEPARATES: convolution,
    Does.TRANSPOSES: transposed,
    Does.POOLS: pooled,
    Does.PADS: around,
    Does.CROPS: cropped,
}
