"""The same values seen otherwise, in part, or in another shape."""

from __future__ import annotations

import math
from typing import Any

from explainer.readers.from_torch.rules.rule import NoSuchUseError, rule
from explainer.readers.from_torch.trace import Call, Trace
from explainer.readers.traced.tensors import CHANNELS_LAST, CHANNELS_SECOND, Tensor, axis_named


@rule("aten.permute")
def permuted(_: Trace, call: Call) -> Tensor:
    """The letters of the axes in another order; no layer."""
    given: Tensor = call.given["self"]
    return given.turned(tuple(number % len(given.axes) for number in call.given["dims"]))


@rule("aten.transpose", "aten.swapaxes")
def transposed(_: Trace, call: Call) -> Tensor:
    """Two letters of the axes change places; no layer."""
    given: Tensor = call.given["self"]
    order = list(range(len(given.axes)))
    first, second = list(call.given.values())[1:3]
    order[first], order[second] = order[second], order[first]
    return given.turned(tuple(order))


@rule(
    *("aten.flatten", "aten.view", "aten.reshape", "aten.unflatten"),
    *("aten.squeeze", "aten.unsqueeze", "aten._unsafe_view"),
)
def reshaped(trace: Trace, call: Call) -> Any:
    """By what it makes of which shape, whatever it is called."""
    given = next(iter(call.given.values()))
    if not isinstance(given, Tensor) or given.axes[0] != "B":
        raise NoSuchUseError
    before, after = given.sizes, call.shape
    if before == after:
        return given
    if after[0] != before[0]:
        raise NoSuchUseError
    if len(after) == 2 and after[1] == math.prod(before[1:]):
        return _in_a_row(trace, call, given)
    if given.axes == "BCHW" and after == (*before[:2], before[2] * before[3]):
        name = trace.layer(call, "reshape", {"shape": [-1, before[1]]}, [given])
        return Tensor(name, "BCL", after)
    if given.axes == "BCL" and len(after) == 4 and after[1] == before[1]:
        return _shaped(trace, call, given, "BCHW")
    if given.axes == "BLC" and len(after) == 4 and after[3] == before[2]:
        return _shaped(trace, call, given, "BHWC")
    if given.axes == "BHWC" and after == (before[0], before[1] * before[2], before[3]):
        return _shaped(trace, call, given, "BLC")
    if given.axes == "BC" and len(after) in CHANNELS_SECOND:
        axes = CHANNELS_SECOND[len(after)]
        if after[1] == before[1] or after == (before[0], 1, before[1]):
            return _shaped(trace, call, given, axes)
    if given.axes == "BCL" and before[1] == 1 and after == (before[0], before[2], 1, 1):
        return _shaped(trace, call, given, "BCHW")  # a kernel went along the channels
    raise NoSuchUseError


def _in_a_row(trace: Trace, call: Call, given: Tensor) -> Tensor:
    """All values of an image: `view(-1, 4096)` says how many, whatever comes in."""
    size: list[int] = list(call.given.get("size") or call.given.get("shape") or [])
    if size[:1] == [-1]:
        name = trace.layer(call, "reshape", {"shape": size[1:]}, [given])
    else:
        name = trace.layer(call, "flatten", {}, [given])
    return Tensor(name, "BC", call.shape)


def _shaped(trace: Trace, call: Call, given: Tensor, axes: str) -> Tensor:
    sizes = dict(zip(axes, call.shape, strict=True))
    shape = [sizes[letter] for letter in CHANNELS_LAST[len(axes)][1:]]
    return Tensor(trace.layer(call, "reshape", {"shape": shape}, [given]), axes, call.shape)


@rule("aten.slice")
def sliced(trace: Trace, call: Call) -> Tensor:
    """A part along one axis; all of it is no layer."""
    given: Tensor = call.given["self"]
    if call.shape == given.sizes:
        return given
    if call.given["step"] != 1:
        raise NoSuchUseError
    axis, size = axis_named(given, call.given["dim"]), given.sizes[call.given["dim"]]
    start, end = call.given["start"] or 0, call.given["end"]
    settings: dict[str, Any] = {"axis": axis}
    if start % size:
        settings["start"] = start % size
    if end is not None and end < size:
        settings["end"] = end % size
    return trace.passed(call, "slice", settings, given)


@rule("aten.select")
def selected(trace: Trace, call: Call) -> Tensor:
    """One place of a sequence, whose axis is left out."""
    given: Tensor = call.given["self"]
    letter, place = given.axes[call.given["dim"]], call.given["index"]
    if letter != "L":
        raise NoSuchUseError
    place %= given.size("L")
    cut = {"axis": "length", **({"start": place} if place else {}), "end": place + 1}
    name = trace.layer(call, "slice", cut, [given])
    left = Tensor(name, given.axes, given.sizes)
    return Tensor(trace.layer(call, "flatten", {}, [left]), "BC", call.shape)


@rule("aten.split", "aten.split_with_sizes")
def split(trace: Trace, call: Call) -> tuple[Tensor, ...]:
    """Several parts along one axis, each of its size."""
    given: Tensor = call.given["self"]
    sizes = [shape[call.given["dim"]] for shape in call.shapes]
    settings: dict[str, Any] = {"sizes": sizes} | _along(given, call.given["dim"])
    return _parts(trace, call, "split", settings, given)


@rule("aten.chunk")
def chunked(trace: Trace, call: Call) -> tuple[Tensor, ...]:
    """Several equal parts along one axis."""
    given: Tensor = call.given["self"]
    settings = {"chunks": len(call.shapes)} | _along(given, call.given["dim"])
    return _parts(trace, call, "chunk", settings, given)


def _along(given: Tensor, number: int) -> dict[str, Any]:
    axis = axis_named(given, number)
    return {} if axis in ("channels", "features") else {"axis": axis}


def _parts(
    trace: Trace, call: Call, kind: str, settings: dict[str, Any], given: Tensor
) -> tuple[Tensor, ...]:
    name = trace.layer(call, kind, settings, [given])
    return tuple(
        Tensor(f"{name}.{number + 1}" if number else name, given.axes, shape)
        for number, shape in enumerate(call.shapes)
    )


@rule("aten.pixel_shuffle")
def pixel_shuffle(trace: Trace, call: Call) -> Tensor:
    """Channels become places."""
    settings = {"upscale_factor": call.given["upscale_factor"]}
    return trace.passed(call, "pixel_shuffle", settings, call.given["self"])


@rule("aten.channel_shuffle")
def channel_shuffle(trace: Trace, call: Call) -> Tensor:
    """The channels of groups in turn."""
    settings = {"groups": call.given["groups"]}
    return trace.passed(call, "channel_shuffle", settings, call.given["self"])
