"""Convolutions, and products with one matrix of weights."""

from __future__ import annotations

from typing import Any

from explainer.readers.from_torch.rules.rule import NoSuchUseError, rule, unlike
from explainer.readers.from_torch.trace import Call, Trace
from explainer.readers.traced.tensors import CHANNELS_LAST, CHANNELS_SECOND, Tensor

DEFAULTS = {"stride": 1, "padding": 0, "dilation": 1, "groups": 1, "bias": True}


@rule("aten.conv1d", "aten.conv2d", "aten.conv3d")
def convolution(trace: Trace, call: Call) -> Tensor:
    """Kernels over windows; the module says how it pads where that is not with zeros."""
    given = _channels_second(trace, call)
    weight = call.given["weight"]
    settings: dict[str, Any] = {"out_channels": weight.shape[0]}
    settings |= unlike({}, kernel_size=weight.shape[2:])
    settings |= unlike(
        DEFAULTS,
        stride=call.given["stride"],
        padding=call.given["padding"],
        dilation=call.given["dilation"],
        groups=call.given["groups"],
        bias=call.given["bias"] is not None,
    )
    kind = f"conv{len(weight.shape) - 2}d"
    return trace.passed(call, kind, settings, given, learnt=weight.name)


@rule("aten.conv_transpose1d", "aten.conv_transpose2d", "aten.conv_transpose3d")
def transposed(trace: Trace, call: Call) -> Tensor:
    """A convolution backwards; its weights begin with the channels that come in."""
    given = _channels_second(trace, call)
    weight = call.given["weight"]
    settings: dict[str, Any] = {"out_channels": weight.shape[1] * call.given["groups"]}
    settings |= unlike({}, kernel_size=weight.shape[2:])
    settings |= unlike(
        DEFAULTS | {"output_padding": 0},
        stride=call.given["stride"],
        padding=call.given["padding"],
        output_padding=call.given["output_padding"],
        dilation=call.given["dilation"],
        groups=call.given["groups"],
        bias=call.given["bias"] is not None,
    )
    kind = f"conv_transpose{len(weight.shape) - 2}d"
    return trace.passed(call, kind, settings, given, learnt=weight.name)


@rule("aten.linear")
def linear(trace: Trace, call: Call) -> Tensor:
    """Along the last axis, whatever stands before it."""
    taken = call.given["input"]
    given = trace.seen_as(call, taken, CHANNELS_LAST[len(taken.axes)])
    weight = call.given["weight"]
    settings = {"out_features": weight.shape[0]}
    settings |= unlike(DEFAULTS, bias=call.given["bias"] is not None)
    if len(given.axes) > 3:
        settings |= {"along": "channels"}
    return trace.passed(call, "linear", settings, given, learnt=weight.name)


@rule("aten.embedding")
def embedding(trace: Trace, call: Call) -> Tensor:
    """A row of the table for every token."""
    weight, tokens = call.given["weight"], call.given["indices"]
    if tokens.axes != "BL":
        raise NoSuchUseError
    rows, columns = weight.shape
    settings = {"num_embeddings": rows, "embedding_dim": columns}
    name = trace.layer(call, "embedding", settings, [tokens], learnt=weight.name)
    return Tensor(name, "BLC", call.shape)


def _channels_second(trace: Trace, call: Call) -> Tensor:
    taken = call.given["input"]
    if taken.axes[0] != "B":
        raise NoSuchUseError
    return trace.seen_as(call, taken, CHANNELS_SECOND[len(taken.axes)])
