"""Normalisation by statistics of the batch, of each image, of each position."""

from __future__ import annotations

from typing import Any

from explainer.readers.from_torch.rules.rule import NoSuchUseError, rule
from explainer.readers.from_torch.trace import Call, Trace
from explainer.readers.traced.tensors import CHANNELS_LAST, CHANNELS_SECOND, Tensor

OF_BATCH = {2: "batch_norm1d", 3: "batch_norm1d", 4: "batch_norm2d", 5: "batch_norm3d"}
MOMENTUM = 0.1


@rule("aten.batch_norm")
def batch_norm(trace: Trace, call: Call) -> Tensor:
    """By the statistics of all images of the batch, channel by channel."""
    given = _channels_second(trace, call)
    weight, tracked = call.given["weight"], call.given["running_mean"]
    settings: dict[str, Any] = _eps(call, 1e-5)
    if call.given["momentum"] != MOMENTUM:
        settings["momentum"] = call.given["momentum"]
    settings |= _unless(weight, "affine") | _unless(tracked, "track_running_stats")
    return trace.passed(
        call, OF_BATCH[len(given.axes)], settings, given, learnt=weight.name if weight else ""
    )


@rule("aten.instance_norm")
def instance_norm(trace: Trace, call: Call) -> Tensor:
    """By the statistics of each channel of each image."""
    given = _channels_second(trace, call)
    if len(given.axes) != 4:
        raise NoSuchUseError
    weight = call.given["weight"]
    settings: dict[str, Any] = _eps(call, 1e-5)
    if weight:
        settings["affine"] = True
    if call.given["running_mean"]:
        settings["track_running_stats"] = True
    learnt = weight.name if weight else ""
    return trace.passed(call, "instance_norm2d", settings, given, learnt=learnt)


@rule("aten.group_norm")
def group_norm(trace: Trace, call: Call) -> Tensor:
    """By the statistics of groups of channels."""
    given = _channels_second(trace, call)
    weight = call.given["weight"]
    settings: dict[str, Any] = {"num_groups": call.given["num_groups"]}
    settings |= _eps(call, 1e-5) | _unless(weight, "affine")
    learnt = weight.name if weight else ""
    return trace.passed(call, "group_norm", settings, given, learnt=learnt)


@rule("aten.layer_norm", "aten.rms_norm")
def layer_norm(trace: Trace, call: Call) -> Tensor:
    """Along the last axis."""
    taken: Tensor = call.given["input"]
    sizes = list(call.given["normalized_shape"])
    if len(sizes) != 1:
        raise NoSuchUseError
    given = trace.seen_as(call, taken, CHANNELS_LAST[len(taken.axes)])
    kind = call.operation.removeprefix("aten.")
    weight = call.given["weight"]
    settings: dict[str, Any] = {"normalized_shape": sizes[0]}
    settings |= _eps(call, 1e-5) | _unless(weight, "elementwise_affine")
    if kind == "layer_norm" and weight and call.given["bias"] is None:
        settings["bias"] = False
    return trace.passed(call, kind, settings, given, learnt=weight.name if weight else "")


@rule("aten.local_response_norm")
def local_response_norm(trace: Trace, call: Call) -> Tensor:
    """By what neighbouring channels hold."""
    return trace.passed(call, "local_response_norm", {}, call.given["input"])


def _channels_second(trace: Trace, call: Call) -> Tensor:
    taken: Tensor = call.given["input"]
    return trace.seen_as(call, taken, CHANNELS_SECOND[len(taken.axes)])


def _eps(call: Call, default: float) -> dict[str, Any]:
    eps = call.given.get("eps")
    return {} if eps in (None, default) else {"eps": eps}


def _unless(given: Any, setting: str) -> dict[str, Any]:
    return {} if given else {setting: False}
