"""Numbers within sentences, as the language writes them: 1,728 and 61.0."""

from __future__ import annotations

from fractions import Fraction

from explainer.language import written
from explainer.maths.decimals import rounded_text
from explainer.network.units import in_unit


def rounded(value: Fraction, decimals: int) -> str:
    """A fraction, not negative, rounded half up to that many decimals."""
    return written(rounded_text(value, decimals))


def sized(size: Fraction | int, unit: str) -> str:
    """A number of bytes in a unit, without the unit's name."""
    return written(in_unit(size, unit))
