"""When a part of a formula stands in brackets: when it binds less tightly than its place asks.

A sum in a sum and a product in a product keep their brackets, as grouping is what the
author wanted to show; a quotient in a product has them too, since a / b · c is read in
two ways.
"""

from __future__ import annotations

from enum import IntEnum
from typing import assert_never

from explainer.maths import tree as t
from explainer.render.maths.numerals import numeral


class Binds(IntEnum):
    """How tightly a formula holds together, and how tightly a place asks for it."""

    SUM = 0
    SIGNED = 1
    QUOTIENT = 2
    PRODUCT = 3
    POWER = 4
    ATOM = 5


# What each place asks for at least.
ANYWHERE = Binds.SUM
FIRST_TERM = Binds.SIGNED
LATER_TERM = Binds.QUOTIENT
DIVIDED = Binds.PRODUCT
FACTOR = Binds.POWER
DIVISOR = Binds.POWER
BASE = Binds.ATOM


def binding(tree: t.Tree) -> Binds:
    """How tightly the tree's outermost construct holds its parts together."""
    match tree:
        case t.Sum():
            return Binds.SUM
        case t.Negative():
            return Binds.SIGNED
        case t.Quotient():
            return Binds.QUOTIENT
        case t.Product():
            return Binds.PRODUCT
        case t.Power():
            return Binds.POWER
        case t.Number(value):
            return _binding_of_number(value)
        case t.Symbol() | t.Floor() | t.Ceil() | t.Largest() | t.Smallest() | t.Rounded():
            return Binds.ATOM
        case _:
            assert_never(tree)


def _binding_of_number(value: t.Exact) -> Binds:
    if value < 0:
        return Binds.SIGNED
    return Binds.QUOTIENT if numeral(value) is None else Binds.ATOM
