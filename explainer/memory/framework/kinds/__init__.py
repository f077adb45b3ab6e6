"""What each kind of layer makes and keeps while torch runs it, by the kind's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from explainer.memory.framework.forward import Forward
from explainer.memory.framework.kinds import activations, branches, convolutions, norms, pools
from explainer.memory.framework.storage import Value

# The value that a layer makes, or all of them where its kind has several outputs.
Kind: TypeAlias = Callable[..., Value | tuple[Value, ...]]


def view(run: Forward, source: Value) -> Value:
    """The same values in another shape."""
    return run.share(source, source.maker, view=True)


def padded(run: Forward, image: Value) -> Value:
    """Zeros around a copy of the image; nothing is kept."""
    return run.make([image])


ACTIVATIONS = (
    *("relu", "relu6", "leaky_relu", "elu", "gelu", "silu", "sigmoid", "tanh"),
    *("hardswish", "hardsigmoid", "softmax"),
)
KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("conv1d", "conv2d", "conv3d"), convolutions.convolution),
    "conv_transpose2d": convolutions.transposed,
    "linear": convolutions.dense,
    "max_pool2d": pools.maximum,
    "adaptive_max_pool2d": pools.maximum,
    "avg_pool2d": pools.average,
    "adaptive_avg_pool2d": pools.adaptive_average,
    "global_avg_pool2d": pools.mean,
    "upsample": pools.upsampled,
    "batch_norm2d": norms.batch_norm,
    "layer_norm": norms.layer_norm,
    "group_norm": norms.group_norm,
    "local_response_norm": norms.local_response,
    **dict.fromkeys(ACTIVATIONS, activations.activation),
    "prelu": activations.prelu,
    "dropout": activations.dropout,
    "flatten": view,
    "zero_pad2d": padded,
    "add": branches.added,
    "multiply": branches.multiplied,
    "concat": branches.concat,
}
