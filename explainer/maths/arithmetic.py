"""Working out a tree of numbers: to the end, or by the half step that a page shows."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import assert_never

from explainer.maths import tree as t
from explainer.maths.functions import rounded_number


def value_of(tree: t.Tree) -> t.Exact:
    """The exact value of a tree that holds no symbols."""
    match tree:
        case t.Number(value):
            return value
        case t.Symbol(name):
            raise ValueError(f"the symbol {name} has no number yet")
        case t.Negative(term):
            return -value_of(term)
        case t.Sum(terms):
            return sum(map(value_of, terms))
        case t.Product(factors):
            return math.prod(map(value_of, factors))
        case t.Quotient(top, bottom):
            return t.as_exact(Fraction(value_of(top)) / Fraction(value_of(bottom)))
        case t.Power(base, exponent):
            return value_of(base) ** int(value_of(exponent))
        case t.Floor(inside):
            return math.floor(value_of(inside))
        case t.Ceil(inside):
            return math.ceil(value_of(inside))
        case t.Rounded(inside):
            return rounded_number(value_of(inside))
        case t.Largest(choices):
            return max(map(value_of, choices))
        case t.Smallest(choices):
            return min(map(value_of, choices))
        case _:
            assert_never(tree)


def half_worked(tree: t.Tree) -> t.Tree | None:
    """The line between the numbers and the value, or None where nothing lies between.

    In a sum every product is worked out; in a product all factors but the last are;
    under a floor or a ceiling the quotient is made ready: ⌊11 / 2⌋.
    """
    done = _half(tree)
    shown = _with_fractions(tree)
    return None if done in (tree, shown) or isinstance(done, t.Number) else done


def _with_fractions(tree: t.Tree) -> t.Tree:
    """The same with every quotient of two numbers that has no common factor as one number."""
    match tree:
        case t.Quotient(t.Number(top), t.Number(bottom)) if isinstance(top, int):
            found = Fraction(top) / Fraction(bottom)
            alike = (found.numerator, found.denominator) == (top, bottom) and bottom != 1
            return t.Number(found) if alike else tree
        case _:
            return t.rebuilt(tree, _with_fractions)


def _half(tree: t.Tree) -> t.Tree:
    match tree:
        case t.Sum(terms):
            return t.Sum(tuple(map(_ready, terms)))
        case t.Product(factors) if len(factors) > 2 and all(
            isinstance(f, t.Number) for f in factors
        ):
            return t.Product((_number(t.Product(factors[:-1])), factors[-1]))
        case t.Quotient(top, bottom):
            return t.Quotient(_number(top), _number(bottom))
        case t.Floor() | t.Ceil() | t.Rounded():
            return _ready(tree)
        case t.Product() | t.Largest() | t.Smallest():
            return t.rebuilt(tree, _ready)
        case _:
            return tree


def _ready(tree: t.Tree) -> t.Tree:
    """A part worked out as far as the half step goes."""
    match tree:
        case t.Negative(term):
            return t.Negative(_ready(term))
        case t.Floor(t.Quotient(top, bottom)) if value_of(t.Quotient(top, bottom)) % 1:
            return t.Floor(t.Quotient(_number(top), _number(bottom)))
        case t.Ceil(t.Quotient(top, bottom)) if value_of(t.Quotient(top, bottom)) % 1:
            return t.Ceil(t.Quotient(_number(top), _number(bottom)))
        case _:
            return _number(tree)


def _number(tree: t.Tree) -> t.Tree:
    return tree if isinstance(tree, t.Number) else t.Number(value_of(tree))
