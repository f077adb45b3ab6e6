"""The formulas of what a layer makes beside its values when PyTorch runs it, in bytes.

A kind declares which of them are its own; the framework account and the report read them there.
"""

from __future__ import annotations

from explainer.maths import Formula
from explainer.maths.formulary import Formulary
from explainer.maths.substitution import Function

beside_values = Formulary(unit="bytes")


def tensor_beside(name: str, function: Function) -> Formula:
    """The formula of a tensor of that name, which stands in the collection from then on."""
    return beside_values.formula(name=name)(function)
