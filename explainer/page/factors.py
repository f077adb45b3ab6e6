"""A factor between two figures, as it stands in a sentence or a table."""

from __future__ import annotations

from fractions import Fraction

from explainer.language import written
from explainer.maths.decimals import rounded_text
from explainer.maths.tree import Number, Quotient, Tree
from explainer.page import nodes as n
from explainer.page.digits import rounded
from explainer.page.sentences import say

EXACT_DECIMALS = 4  # with so many, 1/4 is 0.25, and nothing is rounded
MOST_DECIMALS = 9
FOUR_DIGITS = 1000
LARGEST_PART = 999  # a fraction with larger parts is rounded


def factor_tree(factor: Fraction) -> Tree:
    """The factor as a whole number or a fraction."""
    if factor.denominator == 1:
        return Number(factor.numerator)
    return Quotient(Number(factor.numerator), Number(factor.denominator))


def factor_text(factor: Fraction | None) -> n.Inlines:
    """The factor exactly where it is short, else rounded, which is said."""
    if factor is None:
        return say("comparison.no_factor")
    if factor.denominator == 1:
        return (n.Num(factor.numerator),)
    exact = n.Words(f"{factor.numerator}/{factor.denominator}")
    if 10**EXACT_DECIMALS % factor.denominator == 0:
        value = written(rounded_text(factor, EXACT_DECIMALS).rstrip("0"))
        return say("comparison.exact", exact=exact, value=value)
    about = _rounded(factor)
    if max(factor.numerator, factor.denominator) > LARGEST_PART:
        return say("comparison.about", about=about)
    return say("comparison.exact_and_about", exact=exact, about=about)


def _rounded(factor: Fraction) -> str:
    """Four digits that count, or as many as tell it from 1; at most nine decimals."""
    decimals = 3
    while decimals < MOST_DECIMALS and _too_coarse(factor, decimals):
        decimals += 1
    return rounded(factor, decimals)


def _too_coarse(factor: Fraction, decimals: int) -> bool:
    scale: int = 10**decimals
    return bool(factor * scale < FOUR_DIGITS or abs(factor - 1) * scale < 1)
