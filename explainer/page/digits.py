"""Numbers within sentences, as the language writes them: 1,728 and 61.0."""

from __future__ import annotations

from fractions import Fraction
from itertools import count
from math import floor

from explainer.language import written
from explainer.maths.decimals import rounded_text
from explainer.network.units import in_unit


def rounded(value: Fraction, decimals: int) -> str:
    """A fraction, not negative, rounded half up to that many decimals."""
    return written(rounded_text(value, decimals))


def rounded_below_next(value: Fraction) -> str:
    """With one decimal, or with more where one would make it the next whole number: 4.96."""
    whole = int(value) + 1
    enough = (d for d in count(1) if floor(value * 10**d + Fraction(1, 2)) < whole * 10**d)
    return rounded(value, next(enough))


def sized(size: Fraction | int, unit: str) -> str:
    """A number of bytes in a unit, without the unit's name."""
    return written(in_unit(size, unit))
