"""A device's own share of what ZeRO divides: parameters, gradients, optimizer state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer.maths.formulary import Condition, Formulary
from explainer.maths.functions import ceil, floor


def own_parameters(count, each, devices):
    """Every device owns an equal share of the parameters; the share is rounded up to whole
    parameters.
    """
    return ceil(count / devices) * each


def own_gradients(count, each, devices):
    """Every device keeps the gradients of its own share of the parameters."""
    return ceil(count / devices) * each


def own_optimizer(count, each, devices):
    """Every device keeps the optimizer's state for its own share of the parameters."""
    return ceil(count / devices) * each


OWN = {"parameters": own_parameters, "gradients": own_gradients, "optimizer": own_optimizer}


def share_rounded_down(count, each, devices):
    """If shares are rounded down, parameters may be left over that belong to no device."""
    return floor(count / devices) * each


def dealt_out_by_bytes(bytes_of_optimizer, devices):
    """Every device keeps an equal share of the optimizer's state, rounded up to whole bytes."""
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
