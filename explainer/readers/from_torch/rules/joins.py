"""Several tensors into one, and one with what is learnt beside it."""

from __future__ import annotations

from math import isfinite, prod
from typing import Any

from explainer.readers.from_torch.rules.rule import NoSuchUseError, rule
from explainer.readers.from_torch.trace import Call, Trace
from explainer.readers.traced.parameters import Parameter
from explainer.readers.traced.tensors import NAMES, Tensor, axis_named


@rule("aten.add", "aten.add_")
def added(trace: Trace, call: Call) -> Tensor:
    """Two branches, or a learnt row for each position."""
    first, second = call.given["self"], call.given["other"]
    if call.given.get("alpha", 1) != 1:
        raise NoSuchUseError
    if isinstance(second, Parameter) and isinstance(first, Tensor) and second.learns:
        if first.axes == "BLC" and second.shape[-2:] == first.sizes[1:]:
            return trace.passed(call, "position_embedding", {}, first, learnt=second.name)
        return _with_learnt(trace, call, "shift", first, second)
    if isinstance(second, int | float):
        return _with_constant(trace, call, "shift", {"amount": second})
    return _joined(trace, call, "add")


@rule("aten.sub", "aten.sub_")
def subtracted(trace: Trace, call: Call) -> Tensor:
    """Two branches, or a constant taken off."""
    if call.given.get("alpha", 1) != 1:
        raise NoSuchUseError
    if isinstance(constant := call.given["other"], int | float):
        return _with_constant(trace, call, "shift", {"amount": -constant})
    return _joined(trace, call, "subtract")


@rule("aten.div", "aten.div_")
def divided(trace: Trace, call: Call) -> Tensor:
    """Two branches, or all values by a constant."""
    if call.given.get("rounding_mode") is not None:
        raise NoSuchUseError
    if isinstance(constant := call.given["other"], int | float):
        if not constant:
            raise NoSuchUseError
        return _with_constant(trace, call, "scale", {"factor": 1 / constant})
    return _joined(trace, call, "divide")


@rule("aten.mul", "aten.mul_")
def multiplied(trace: Trace, call: Call) -> Tensor:
    """Two branches, or a learnt factor for each channel."""
    first, second = call.given["self"], call.given["other"]
    if isinstance(first, Parameter):
        first, second = second, first
    if isinstance(second, Parameter) and isinstance(first, Tensor) and second.learns:
        if _one_a_channel(first, second.shape):
            return trace.passed(call, "layer_scale", {}, first, learnt=second.name)
        return _with_learnt(trace, call, "scale", first, second)
    if isinstance(second, int | float):
        return _with_constant(trace, call, "scale", {"factor": second})
    return _joined(trace, call, "multiply")


def _with_constant(trace: Trace, call: Call, kind: str, settings: dict[str, Any]) -> Tensor:
    """Every value with the same number, which is finite; in place it is no kind of ours."""
    given = call.given["self"]
    finite = isfinite(next(iter(settings.values())))
    if not isinstance(given, Tensor) or not finite or call.in_place:
        raise NoSuchUseError
    return trace.passed(call, kind, settings, given)


def _with_learnt(trace: Trace, call: Call, kind: str, given: Tensor, learnt: Parameter) -> Tensor:
    """Every value with one number that is learnt, or each channel with its own."""
    if prod(learnt.shape) == 1:
        how = "one"
    elif _one_a_channel(given, learnt.shape):
        how = "channels"
    else:
        raise NoSuchUseError
    return trace.passed(call, kind, {"learnt": how}, given, learnt=learnt.name)


def _one_a_channel(given: Tensor, shape: tuple[int, ...]) -> bool:
    """Whether a parameter has one value for each channel where torch would broadcast it."""
    whole = (1,) * (len(given.axes) - len(shape)) + shape
    place = given.axes.index("C")
    return all(size == (given.sizes[place] if i == place else 1) for i, size in enumerate(whole))


def _joined(trace: Trace, call: Call, kind: str) -> Tensor:
    first, second = call.given["self"], call.given["other"]
    if not isinstance(first, Tensor) or not isinstance(second, Tensor):
        raise NoSuchUseError
    if len(first.axes) != len(second.axes):
        raise NoSuchUseError
    second = trace.seen_as(call, second, first.axes)
    if first.source == second.source:
        raise NoSuchUseError
    name = trace.layer(call, kind, {}, [first, second])
    return Tensor(name, first.axes, call.shape)


@rule("aten.cat", "aten.concat")
def behind_each_other(trace: Trace, call: Call) -> Any:
    """Branches along one axis, or a learnt row before a sequence."""
    given = call.given["tensors"]
    tensors = [each for each in given if isinstance(each, Tensor)]
    rows = [each for each in given if isinstance(each, Parameter) and each.learns]
    if rows:
        return _class_token(trace, call, given, rows)
    if len(tensors) < len(given) or not tensors:
        raise NoSuchUseError
    first = tensors[0]
    if len(tensors) == 1:
        return trace.passed(call, "identity", {}, first)
    tensors = [first, *(trace.seen_as(call, each, first.axes) for each in tensors[1:])]
    axis = axis_named(first, call.given["dim"])
    if axis == "batch":
        raise NoSuchUseError
    settings = {} if axis in ("channels", "features") else {"axis": axis}
    name = trace.layer(call, "concat", settings, tensors)
    return Tensor(name, first.axes, call.shape)


def _class_token(trace: Trace, call: Call, given: list[Any], rows: list[Parameter]) -> Tensor:
    """One learnt row, expanded over the batch, before the positions of a sequence."""
    if len(given) != 2 or given[0] is not rows[0] or not isinstance(given[1], Tensor):
        raise NoSuchUseError
    sequence: Tensor = given[1]
    if sequence.axes != "BLC" or NAMES[sequence.axes[call.given["dim"]]] != "length":
        raise NoSuchUseError
    return trace.passed(call, "class_token", {}, sequence, learnt=rows[0].name)
