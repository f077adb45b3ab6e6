"""Functions that a formula may call: each works on exact numbers and on sympy alike.

With numbers they compute exactly; with sympy expressions they build the expression,
unevaluated. sympy is imported only by whoever hands over an expression.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from explainer.maths.tree import Exact

__all__ = ["ceil", "floor", "largest", "product", "rounded", "rounded_number", "smallest", "total"]

# A formula's argument: an exact number when it runs, a sympy expression when it is
# printed. Python has no common type for the two, hence Any.
Term = Any


def floor(x: Term) -> Term:
    """⌊x⌋, the largest whole number not above x."""
    return math.floor(x) if isinstance(x, int | Fraction) else _symbolic("floor", x)


def ceil(x: Term) -> Term:
    """⌈x⌉, the smallest whole number not below x."""
    return math.ceil(x) if isinstance(x, int | Fraction) else _symbolic("ceiling", x)


def largest(*choices: Term) -> Term:
    """max(a, b, …)."""
    return max(choices) if _all_exact(choices) else _symbolic("Max", *choices)


def smallest(*choices: Term) -> Term:
    """min(a, b, …)."""
    return min(choices) if _all_exact(choices) else _symbolic("Min", *choices)


def total(*terms: Term) -> Term:
    """a + b + …: one flat sum, however many terms there are."""
    return sum(terms) if _all_exact(terms) else _symbolic("Add", *terms)


def product(*factors: Term) -> Term:
    """a · b · …: one flat product, however many factors there are."""
    return math.prod(factors) if _all_exact(factors) else _symbolic("Mul", *factors)


def rounded(x: Term) -> Term:
    """x as a printed table gives it: below 10,000 in full, else two leading digits."""
    return rounded_number(x) if isinstance(x, int | Fraction) else _symbolic("rounded", x)


# From where on a printed table rounds a count, and to how many digits.
IN_FULL_BELOW, LEADING_DIGITS = 10_000, 2


def rounded_number(x: Exact, digits: int = LEADING_DIGITS) -> int:
    """A count rounded half up to its leading digits, from 10,000 on; exact below."""
    whole = math.floor(x + Fraction(1, 2))
    if whole < IN_FULL_BELOW:
        return whole
    step: int = 10 ** (len(str(whole)) - digits)
    return (2 * whole + step) // (2 * step) * step


def _all_exact(values: tuple[Term, ...]) -> bool:
    return all(isinstance(value, int | Fraction) for value in values)


def _symbolic(name: str, *arguments: Term) -> Term:
    import sympy

    function = getattr(sympy, name, None) or sympy.Function(name)
    return function(*arguments, evaluate=False)
