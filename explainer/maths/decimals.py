"""A number with so many decimals, as text."""

from __future__ import annotations

from fractions import Fraction


def rounded_text(value: Fraction, decimals: int) -> str:
    """A fraction, not negative, rounded half up to that many decimals, its digits grouped."""
    scale = 10**decimals
    whole = (2 * value.numerator * scale + value.denominator) // (2 * value.denominator)
    head, tail = divmod(whole, scale)
    return f"{head:,}.{tail:0{decimals}}" if decimals else f"{head:,}"
