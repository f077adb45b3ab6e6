"""Keras' summary: parameters and tracked values, and the optimizer's once it is built."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer.maths.formulary import Formulary
from explainer.memory.textbook.sums import totals_of
from explainer.network.case import Case
from explainer.network.node import Node
from explainer.tools.finding import Known, Printed, Tool
from explainer.tools.printing import as_keras

rule = Formulary()


def one_bias_less(values: Mapping[str, Any]) -> bool:
    """Whether there are layers of which Keras has one bias where PyTorch has two."""
    return "second_biases" in values


def all_biases(values: Mapping[str, Any]) -> bool:
    """Whether Keras has every parameter that PyTorch has."""
    return not one_bias_less(values)


@rule.formula(when=one_bias_less)
def trainable(parameters, second_biases):
    """A gate of an LSTM or of a plain recurrent layer has one bias in Keras, where PyTorch
    has one for each of its two matrices.
    """
    return parameters - second_biases


@rule.formula(name="params", when=all_biases)
def params(parameters, buffers):
    """The values that are trained and those that are tracked, such as a running mean, are
    all called params.
    """
    return parameters + buffers


@rule.formula(name="params", when=one_bias_less)
def params_of_trainable(trainable, buffers):
    """The values that are trained and those that are tracked, such as a running mean, are
    all called params.
    """
    return trainable + buffers


@rule.formula(name="size_of_params", unit="bytes")
def size_of_params(params, b):
    """Each of these params takes the bytes of its type."""
    return params * b


@rule.formula(name="size_of_parameters", unit="bytes", when=all_biases)
def size_of_parameters(parameters, b):
    """The params that are trained take the bytes of their type."""
    return parameters * b


@rule.formula(name="size_of_parameters", unit="bytes", when=one_bias_less)
def size_of_trainable(trainable, b):
    """The params that are trained take the bytes of their type."""
    return trainable * b


@rule.formula(name="optimizer_params", when=all_biases)
def optimizer_params(slots, parameters):
    """Beside its values for the parameters (slots) the optimizer has two variables: a
    counter of steps and its rate.
    """
    return slots * parameters + 2


@rule.formula(name="optimizer_params", when=one_bias_less)
def optimizer_params_of_trainable(slots, trainable):
    """Beside its values for what is trained (slots) the optimizer has two variables: a
    counter of steps and its rate.
    """
    return slots * trainable + 2


@rule.formula(name="size_of_optimizer", unit="bytes", when=all_biases)
def size_of_optimizer(slots, parameters, b):
    """The two variables of the optimizer have 4 bytes each."""
    return slots * parameters * b + 2 * 4


@rule.formula(name="size_of_optimizer", unit="bytes", when=one_bias_less)
def size_of_optimizer_of_trainable(slots, trainable, b):
    """The two variables of the optimizer have 4 bytes each."""
    return slots * trainable * b + 2 * 4


@rule.formula(name="params_once_built")
def params_once_built(params, optimizer_params):
    """Once the optimizer is built, its variables are called params as well."""
    return params + optimizer_params


@rule.formula(name="size_once_built", unit="bytes")
def size_once_built(size_of_params, size_of_optimizer):
    """In bytes the model and its optimizer take this much together."""
    return size_of_params + size_of_optimizer


def known(case: Case) -> Known:
    """The sums of the network; bare totals don't say what is tracked."""
    sums = totals_of(case.graph)
    if case.plan.dtype == "int8":
        return Known(missing="int8_keras")
    values = sums.given("parameters") | {"b": case.plan.bytes_per_value}
    if case.plan.slots is not None:
        values["slots"] = case.plan.slots
    if sums.buffers is None:
        return Known(values, missing="layers")
    values["buffers"] = sums.buffers
    if second := sum(map(second_biases, case.graph.nodes)):
        values["second_biases"] = second
    return Known(values, missing="optimizer" if case.plan.slots is None else "")


def second_biases(node: Node) -> int:
    """The biases that a recurrent layer has in PyTorch alone, where Keras' class has one."""
    one_bias = any(each.one_bias for each in node.layer.elsewhere)
    return node.count("biases") // 2 if one_bias else 0


def _text(label: str):
    return lambda count, size: f"{label}: {count:,} ({as_keras(size)})"


def lines(values: Mapping[str, Any]) -> tuple[Printed, ...]:
    """Its summary, the parameters being those that Keras has."""
    trained = "trainable" if one_bias_less(values) else "parameters"
    return tuple(_line(trained if of == "parameters" else of, *told) for of, *told in LINES)


def _line(of: str, size: str, label: str) -> Printed:
    return Printed(of, _text(label), size, counts="values", divisor=1024, unit="MB")


# What is counted, its bytes, and what the line calls it.
LINES = (
    ("params", "size_of_params", "Total params"),
    ("parameters", "size_of_parameters", "Trainable params"),
    ("optimizer_params", "size_of_optimizer", "Optimizer params"),
    ("params_once_built", "size_once_built", "Total params"),
)

KERAS = Tool(
    "keras",
    "Keras, model.summary()",
    "https://github.com/keras-team/keras/blob/master/keras/src/utils/summary_utils.py",
    rule,
    lines,
    known,
    beside="parameters",
)
