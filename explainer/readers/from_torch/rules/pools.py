"""One value for every window, or for everything."""

from __future__ import annotations

from math import isfinite
from typing import Any

from explainer.readers.from_torch.rules.rule import NoSuchUseError, one_or_all, rule, unlike
from explainer.readers.from_torch.trace import Call, Trace
from explainer.readers.traced.tensors import CHANNELS_LAST, CHANNELS_SECOND, NAMES, Tensor


@rule("aten.max_pool1d", "aten.max_pool2d", "aten.max_pool3d")
def max_pool(trace: Trace, call: Call) -> Tensor:
    """The largest value of each window."""
    return _pooled(trace, call, "max_pool", {"dilation": 1})


@rule("aten.avg_pool1d", "aten.avg_pool2d", "aten.avg_pool3d")
def avg_pool(trace: Trace, call: Call) -> Tensor:
    """The average of each window."""
    return _pooled(trace, call, "avg_pool", {"count_include_pad": True, "divisor_override": None})


def _pooled(trace: Trace, call: Call, kind: str, further: dict[str, Any]) -> Tensor:
    given = _images(trace, call)
    window = call.given["kernel_size"]
    defaults = {"stride": one_or_all(window), "padding": 0, "ceil_mode": False, **further}
    found = {name: call.given[name] for name in defaults if name in call.given}
    if not found["stride"]:
        del found["stride"]
    settings = unlike({}, kernel_size=window) | unlike(defaults, **found)
    return trace.passed(call, f"{kind}{len(given.axes) - 2}d", settings, given)


@rule("aten.adaptive_avg_pool1d", "aten.adaptive_avg_pool2d", "aten.adaptive_avg_pool3d")
def adaptive_avg_pool(trace: Trace, call: Call) -> Tensor:
    """As many windows as are asked for, and their averages."""
    return _adaptive(trace, call, "adaptive_avg_pool")


@rule("aten.adaptive_max_pool1d", "aten.adaptive_max_pool2d", "aten.adaptive_max_pool3d")
def adaptive_max_pool(trace: Trace, call: Call) -> tuple[Tensor, None]:
    """As many windows as are asked for, and their largest values; torch gives the places too."""
    return _adaptive(trace, call, "adaptive_max_pool"), None


def _adaptive(trace: Trace, call: Call, kind: str) -> Tensor:
    given = _images(trace, call)
    settings = unlike({}, output_size=call.given["output_size"])
    return trace.passed(call, f"{kind}{len(given.axes) - 2}d", settings, given)


@rule("aten.mean")
def mean(trace: Trace, call: Call) -> Tensor:
    """Over all places of an image, or along one axis."""
    given: Tensor = call.given["self"]
    axes = [given.axes[number] for number in call.given.get("dim") or ()]
    if set(axes) == {"H", "W"} and len(given.axes) == 4:
        kept = bool(call.given["keepdim"])
        settings = {"keepdims": True} if kept else {}
        name = trace.layer(call, "global_avg_pool2d", settings, [given])
        return Tensor(name, given.axes if kept else "BC", call.shape)
    return _over_axes(trace, call, given, axes)


@rule("aten.sum")
def summed(trace: Trace, call: Call) -> Tensor:
    """Along axes that are named."""
    given: Tensor = call.given["self"]
    return _over_axes(
        trace, call, given, [given.axes[number] for number in call.given.get("dim") or ()]
    )


def _over_axes(trace: Trace, call: Call, given: Tensor, axes: list[str]) -> Tensor:
    """One value for all along some axes; those that stay with one place are seen so again."""
    left = "".join(axis for axis in given.axes if axis not in axes)
    if not axes or "B" in axes or "C" not in left or len(left) < 2:
        raise NoSuchUseError
    names = [NAMES[axis] for axis in axes]
    kind = call.operation.removeprefix("aten.")
    name = trace.layer(call, kind, {"axis": names if len(names) > 1 else names[0]}, [given])
    if not call.given["keepdim"]:
        return Tensor(name, left, call.shape)
    sizes = dict(zip(given.axes, call.shape, strict=True))
    shape = [sizes[axis] for axis in CHANNELS_LAST[len(given.axes)][1:]]
    seen = trace.layer(call, "reshape", {"shape": shape}, [Tensor(name, left, ())])
    return Tensor(seen, given.axes, call.shape)


@rule("aten.upsample_nearest2d", "aten.upsample_bilinear2d", "aten.upsample_bicubic2d")
def upsampled(trace: Trace, call: Call) -> Tensor:
    """The same picture with more places, to a size that torch knows."""
    given: Tensor = trace.seen_as(call, call.given["input"], "BCHW")
    mode = call.operation.removeprefix("aten.upsample_").removesuffix("2d")
    settings: dict[str, Any] = {"size": list(call.shape[2:]), "mode": mode}
    if call.given.get("align_corners"):
        settings["align_corners"] = True
    return trace.passed(call, "upsample", settings, given)


SIDES = {"H": ("top", "bottom"), "W": ("left", "right"), "L": ("left", "right")}


@rule("aten.pad", "aten.constant_pad_nd")
def padded(trace: Trace, call: Call) -> Tensor:
    """Values around an image; torch says them from the last axis on, before and behind."""
    given: Tensor = call.given["self"]
    numbers = list(call.given["pad"])
    pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
    around = {given.axes[-1 - place]: pair for place, pair in enumerate(pairs) if any(pair)}
    if not around:
        return given
    if any(axis not in SIDES for axis in around) or len(given.axes) > 4:
        raise NoSuchUseError
    if min(numbers) < 0:
        if call.given.get("mode", "constant") != "constant" or max(numbers) <= 0:
            raise NoSuchUseError
        given = _cut(trace, call, given, around)
        around = {axis: (max(0, a), max(0, b)) for axis, (a, b) in around.items()}
    sides = {
        side: size
        for axis, pair in around.items()
        for side, size in zip(SIDES[axis], pair, strict=True)
    }
    settings: dict[str, Any] = {"padding": sides}
    mode = call.given.get("mode", "constant")
    if mode != "constant":
        settings["mode"] = mode
    elif isfinite(value := call.given.get("value") or 0) and value:  # it changes no size
        settings["value"] = value
    return trace.passed(call, "pad", settings, given)


def _cut(trace: Trace, call: Call, given: Tensor, around: dict[str, tuple[int, int]]) -> Tensor:
    """What is left where fewer than no values are put around it: torch only looks at that."""
    for axis, pair in around.items():
        start, end = (max(0, -number) for number in pair)
        if not (start or end):
            continue
        settings: dict[str, Any] = {"axis": NAMES[axis]}
        settings |= {"start": start} if start else {}
        settings |= {"end": given.size(axis) - end} if end else {}
        sizes = list(given.sizes)
        sizes[given.axes.index(axis)] -= start + end
        name = trace.layer(call, "slice", settings, [given])
        given = Tensor(name, given.axes, tuple(sizes))
    return given


def _images(trace: Trace, call: Call) -> Tensor:
    taken: Tensor = call.given["self" if "self" in call.given else "input"]
    if taken.axes[0] != "B" or len(taken.axes) < 3:
        raise NoSuchUseError
    return trace.seen_as(call, taken, CHANNELS_SECOND[len(taken.axes)])
