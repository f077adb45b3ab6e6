"""Keras' summary: parameters and tracked values, and the optimizer's once it is built."""

from __future__ import annotations

from explainer.maths.formulary import Formulary
from explainer.memory.textbook.sums import totals_of
from explainer.network.case import Case
from explainer.tools.finding import Known, Printed, Tool
from explainer.tools.printing import as_keras

rule = Formulary()


@rule.formula()
def params(parameters, buffers):
    """The values that are trained and those that are tracked, such as a running mean, are
    all called params.
    """
    return parameters + buffers


@rule.formula(name="size_of_params", unit="bytes")
def size_of_params(params, b):
    """Each of these params takes the bytes of its type."""
    return params * b


@rule.formula(name="size_of_parameters", unit="bytes")
def size_of_parameters(parameters, b):
    """The params that are trained take the bytes of their type."""
    return parameters * b


@rule.formula(name="optimizer_params")
def optimizer_params(slots, parameters):
    """Beside its values for the parameters (slots) the optimizer has two variables: a
    counter of steps and its rate.
    """
    return slots * parameters + 2


@rule.formula(name="size_of_optimizer", unit="bytes")
def size_of_optimizer(slots, parameters, b):
    """The two variables of the optimizer have 4 bytes each."""
    return slots * parameters * b + 2 * 4


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
    return Known(values, missing="optimizer" if case.plan.slots is None else "")


def _text(label: str):
    return lambda count, size: f"{label}: {count:,} ({as_keras(size)})"


LINES = tuple(
    Printed(of, _text(label), size, counts="values", divisor=1024, unit="MB")
    for of, size, label in (
        ("params", "size_of_params", "Total params"),
        ("parameters", "size_of_parameters", "Trainable params"),
        ("optimizer_params", "size_of_optimizer", "Optimizer params"),
        ("params_once_built", "size_once_built", "Total params"),
    )
)

KERAS = Tool(
    "keras",
    "Keras, model.summary()",
    "https://github.com/keras-team/keras/blob/master/keras/src/utils/summary_utils.py",
    rule,
    lambda _: LINES,
    known,
    beside="parameters",
)
