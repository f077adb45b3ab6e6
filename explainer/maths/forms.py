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
    """Whether two formulas give the same whatever the numbers are.

    A single try that differs settles it; only where none does is sympy asked for a proof.
    """
    if any(_differ(right, right_names, wrong, wrong_names, start) for start in TRIES):
        return False
    none: frozenset[str] = frozenset()
    return same_for_all(built(right, right_names, none), built(wrong, wrong_names, none))


# Numbers to try: each symbol gets the next prime from this one on.
TRIES = (0, 3, 7)
PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79)


def _differ(
    right: Formula,
    right_names: tuple[str, ...],
    wrong: Formula,
    wrong_names: tuple[str, ...],
    start: int,
) -> bool:
    """Whether the two differ where the symbols are primes, the first of them at `start`."""
    names = dict.fromkeys((*right_names, *wrong_names))
    values = {name: PRIMES[(start + i) % len(PRIMES)] for i, name in enumerate(names)}
    one = right.value({name: values[name] for name in right_names})
    other = wrong.value({name: values[name] for name in wrong_names})
    return one != other
