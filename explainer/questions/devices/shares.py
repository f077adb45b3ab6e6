"""A device's own share of what ZeRO divides: parameters, gradients, optimizer state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer.maths.formulary import Condition, Formulary
from explainer.maths.functions import ceil, floor


def own_parameters(count, each, devices):
    """A device owns an equal share of the parameters, filled up where they don't come out even."""
    return ceil(count / devices) * each


def own_gradients(count, each, devices):
    """Of the gradients it keeps those that its own share needs."""
    return ceil(count / devices) * each


def own_optimizer(count, each, devices):
    """Of the optimizer's state it keeps what belongs to its own share."""
    return ceil(count / devices) * each


OWN = {"parameters": own_parameters, "gradients": own_gradients, "optimizer": own_optimizer}


def share_rounded_down(count, each, devices):
    """Shares that are rounded down hold less than there is: none may be left over."""
    return floor(count / devices) * each


def dealt_out_by_bytes(bytes_of_optimizer, devices):
    """The optimizer's state is dealt out in equal shares of bytes, rounded up."""
    return ceil(bytes_of_optimizer / devices)


def all_trained(values: Mapping[str, Any]) -> bool:
    """Whether every parameter gets a gradient."""
    return bool(values["trained"] == values["parameters"])


def some_frozen(values: Mapping[str, Any]) -> bool:
    """Whether some parameters get none."""
    return not all_trained(values)


def by_parameter(values: Mapping[str, Any]) -> bool:
    """Whether the optimizer keeps whole bytes, and the same, for every parameter it changes."""
    return values["bytes_of_optimizer"] > 0 and "b_o" in values


def by_bytes(values: Mapping[str, Any]) -> bool:
    """Whether its state is only known as a sum."""
    return values["bytes_of_optimizer"] > 0 and "b_o" not in values


def attach_shares(formulary: Formulary) -> None:
    """Give the formulary the share of each part, by the count that the part goes with."""
    _attach(formulary, "parameters", "parameters", "b_p", lambda _: True, goal="shares")
    _attach(formulary, "gradients", "parameters", "b_g", all_trained)
    _attach(formulary, "gradients", "trained", "b_g", some_frozen)
    _attach(
        formulary, "optimizer", "parameters", "b_o", lambda v: by_parameter(v) and all_trained(v)
    )
    _attach(formulary, "optimizer", "trained", "b_o", lambda v: by_parameter(v) and some_frozen(v))
    formulary.formula(part="own_optimizer", when=by_bytes)(dealt_out_by_bytes)


def _attach(
    formulary: Formulary, part: str, count: str, each: str, when: Condition, goal: str = ""
) -> None:
    symbols = {"count": count, "each": each}
    right = formulary.formula(part=f"own_{part}", when=when, symbols=symbols, goal=goal)(OWN[part])
    formulary.mistake(instead_of=right, when=when)(share_rounded_down)
