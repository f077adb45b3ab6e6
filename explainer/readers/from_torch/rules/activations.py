"""Value by value, and the shares of softmax."""

from __future__ import annotations

from typing import Any

from explainer.readers.from_torch.rules.rule import NoSuchUseError, rule
from explainer.readers.from_torch.trace import Call, Trace
from explainer.readers.traced.tensors import Tensor, axis_named

# The kind, and the settings by torch's own names, each with its default.
ACTIVATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "relu": ("relu", {}),
    "relu6": ("relu6", {}),
    "silu": ("silu", {}),
    "gelu": ("gelu", {"approximate": "none"}),
    "sigmoid": ("sigmoid", {}),
    "tanh": ("tanh", {}),
    "hardswish": ("hardswish", {}),
    "hardsigmoid": ("hardsigmoid", {}),
    "mish": ("mish", {}),
    "leaky_relu": ("leaky_relu", {"negative_slope": 0.01}),
    "elu": ("elu", {"alpha": 1}),
    "softplus": ("softplus", {"beta": 1, "threshold": 20}),
}
NAMES = [f"aten.{name}{end}" for name in ACTIVATIONS for end in ("", "_")]


@rule(*NAMES)
def activation(trace: Trace, call: Call) -> Tensor:
    """Each value by itself, over its input or beside it."""
    kind, defaults = ACTIVATIONS[call.operation.removeprefix("aten.").removesuffix("_")]
    settings = {name: call.given[name] for name in defaults if call.given[name] != defaults[name]}
    settings["inplace"] = call.in_place
    return trace.passed(call, kind, settings, call.given["self"])


@rule("aten.hardtanh", "aten.hardtanh_")
def between(trace: Trace, call: Call) -> Tensor:
    """ReLU6 is the hardtanh from 0 to 6."""
    if (call.given["min_val"], call.given["max_val"]) != (0, 6):
        raise NoSuchUseError
    return trace.passed(call, "relu6", {"inplace": call.in_place}, call.given["self"])


@rule("aten.prelu")
def prelu(trace: Trace, call: Call) -> Tensor:
    """Its slopes are learnt, one or one a channel."""
    weight = call.given["weight"]
    settings = {"num_parameters": weight.shape[0], "inplace": False}
    return trace.passed(call, "prelu", settings, call.given["self"], learnt=weight.name)


@rule("aten.softmax", "aten.log_softmax")
def shares(trace: Trace, call: Call) -> Tensor:
    """Along one axis, which is the channels where nothing is said."""
    given: Tensor = call.given["self"]
    axis = axis_named(given, call.given["dim"])
    if axis not in ("channels", "features"):
        raise NoSuchUseError
    return trace.passed(call, call.operation.removeprefix("aten."), {}, given)


@rule("aten.dropout", "aten.dropout_")
def dropout(trace: Trace, call: Call) -> Tensor:
    """Random values while training; in evaluation it passes its input on."""
    given: Tensor = call.given["input" if "input" in call.given else "self"]
    if not call.given["train"]:
        return given
    settings = {"p": call.given["p"], **({"inplace": True} if call.in_place else {})}
    return trace.passed(call, "dropout", settings, given)
