"""The digits of an exact number, as a reader writes them: 73,856 and 12.5."""

from __future__ import annotations

from explainer.language import number, written
from explainer.maths import Exact

# A fraction is printed as a decimal if it ends within so many places.
PLACES = 6


def numeral(value: Exact) -> str | None:
    """The digits of a number that is not negative; None if it has to stay a fraction."""
    if isinstance(value, int):
        return number(value)
    scaled, left_over = divmod(value.numerator * 10**PLACES, value.denominator)
    if left_over:
        return None
    whole, decimals = divmod(scaled, 10**PLACES)
    return written(f"{whole}.{decimals:0{PLACES}}".rstrip("0").removesuffix("."))


def in_words(value: Exact) -> str:
    """A number within a sentence: 73,856, 12.5, 1/3 or −2."""
    if value < 0:
        return f"−{in_words(-value)}"
    return numeral(value) or f"{number(value.numerator)}/{number(value.denominator)}"
