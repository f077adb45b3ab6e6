"""The printed form of a formula, made once for each set of symbols that drop out."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import sympy

from explainer.maths import tree as t
from explainer.maths.written import expression, same_for_all, tree_of

if TYPE_CHECKING:
    from explainer.maths.formula import Formula


@cache
def built(formula: Formula, names: tuple[str, ...], neutral: frozenset[str]) -> sympy.Expr:
    """The formula as a sympy expression over `names`, the neutral ones as numbers."""
    return expression(formula.function, [formula.neutral[n] if n in neutral else n for n in names])


@cache
def form(formula: Formula, names: tuple[str, ...], neutral: frozenset[str]) -> t.Tree:
    """The formula as a tree over `names`, what the neutral ones add dropped."""
    return tree_of(built(formula, names, neutral))


@cache
def equal_for_all(
    right: Formula, right_names: tuple[str, ...], wrong: Formula, wrong_names: tuple[str, ...]
) -> bool:
    """Whether two formulas give the same whatever the numbers are."""
    none: frozenset[str] = frozenset()
    return same_for_all(built(right, right_names, none), built(wrong, wrong_names, none))
