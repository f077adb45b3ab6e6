"""A formula as JavaScript: one function of an algebra `o` and of the symbols' values `v`.

    o.sum(o.floor(o.quotient(o.sum(v.H_in, o.minus(v.k_h)), v.s_h)), o.number(1n))

The same function computes (with exact numbers), prints symbols and prints numbers: it
depends on the algebra that it is run with. Whole numbers are BigInts.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import assert_never

from explainer.maths import Tree
from explainer.maths import tree as t


def javascript(tree: Tree) -> str:
    """One formula as an expression over `o` and `v`."""
    match tree:
        case t.Symbol(name):
            return f"v.{name}"
        case t.Number(value):
            top, bottom = Fraction(value).as_integer_ratio()
            return f"o.number({top}n)" if bottom == 1 else f"o.number({top}n,{bottom}n)"
        case t.Negative(term):
            return _call("minus", [term])
        case t.Sum(terms):
            return _call("sum", terms)
        case t.Product(factors):
            return _call("product", factors)
        case t.Quotient(top_tree, bottom_tree):
            return _call("quotient", (top_tree, bottom_tree))
        case t.Power(base, exponent):
            return _call("power", (base, exponent))
        case t.Floor(inside):
            return _call("floor", [inside])
        case t.Ceil(inside):
            return _call("ceil", [inside])
        case t.Rounded(inside):
            return _call("rounded", [inside])
        case t.Largest(choices):
            return _call("largest", choices)
        case t.Smallest(choices):
            return _call("smallest", choices)
        case _:
            assert_never(tree)


def _call(name: str, parts: Iterable[Tree]) -> str:
    return f"o.{name}({','.join(map(javascript, parts))})"
