"""Polynomials of one variable: of a formula in one of its symbols, and through exact points.

polynomial_of(formula, arguments, "batch")     all the other symbols are numbers
through([(32, 10), (64, 40), (96, 90)])        for what is known at some places only

sympy, which has them, is imported only where there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from explainer.maths import tree as t
from explainer.maths.formula import Arguments, Formula

if TYPE_CHECKING:
    import sympy


@dataclass(frozen=True)
class Polynomial:
    """An exact polynomial. poly: sympy's, over the rational numbers."""

    poly: sympy.Poly

    def __call__(self, at: int) -> Fraction:
        """Its value."""
        return _fraction(self.poly.eval(at))

    @property
    def degree(self) -> int:
        """The highest power; 0 where nothing grows."""
        return 0 if self.poly.is_zero else int(self.poly.degree())

    def coefficient(self, power: int) -> Fraction:
        """What that power is multiplied with."""
        return _fraction(self.poly.nth(power))

    @property
    def coefficients(self) -> tuple[Fraction, ...]:
        """Those of 1, n, n², …; the last is not 0, and a polynomial that is 0 has none."""
        if self.poly.is_zero:
            return ()
        return tuple(map(_fraction, reversed(self.poly.all_coeffs())))

    def last_within(self, limit: int) -> int | None:
        """The largest whole number with a value of at most `limit`, 0 where there is none above it.

        None where nothing grows. Else it has to grow without end.
        """
        import sympy

        if not self.degree:
            return None
        # It is above the limit behind the last root, and between two that may hold no whole number.
        for root in reversed(sympy.real_roots(self.poly - limit)):
            place = max(0, int(sympy.floor(root)))
            if self.poly.eval(place) <= limit:
                return place
        return 0

    def tree(self, symbol: str) -> t.Tree:
        """As it is written, the highest power first."""
        terms = tuple(_term(_fraction(c), power, symbol) for (power,), c in self.poly.terms() if c)
        if not terms:
            return t.Number(0)
        return terms[0] if len(terms) == 1 else t.Sum(terms)


def polynomial(*coefficients: int | Fraction | sympy.Rational) -> Polynomial:
    """The polynomial with these coefficients of 1, n, n², …."""
    import sympy

    exact = [sympy.Rational(c) for c in reversed(coefficients)]
    return Polynomial(sympy.Poly(exact or [0], sympy.Symbol("n"), domain="QQ"))


def polynomial_of(formula: Formula, arguments: Arguments, name: str) -> Polynomial:
    """A formula as a polynomial of one of its symbols, the others being numbers.

    Raises ValueError where it is none, as under a floor.
    """
    import sympy

    from explainer.maths.expression import symbol

    unknown, others = symbol(name), {n: v for n, v in arguments.items() if n != name}
    numbers = {symbol(n): sympy.Rational(value) for n, value in others.items()}
    value = formula.expression(tuple(arguments)).xreplace(numbers).doit()
    try:
        return Polynomial(sympy.Poly(value, unknown, domain="QQ"))
    except sympy.PolynomialError:
        raise ValueError(f"{formula.name} is no polynomial of {name}") from None


def through(points: Sequence[tuple[int, int]]) -> Polynomial:
    """The polynomial of the least degree through points, each at a place of its own.

    Its coefficients solve one linear equation for each point.
    """
    from sympy import QQ
    from sympy.polys.matrices import DomainMatrix

    many = len(points)
    rows = [[QQ(place**power) for power in range(many)] for place, _ in points]
    values = [[QQ(value)] for _, value in points]
    solved = DomainMatrix(rows, (many, many), QQ).lu_solve(DomainMatrix(values, (many, 1), QQ))
    return polynomial(*solved.to_Matrix())


def _fraction(number: sympy.Rational) -> Fraction:
    return Fraction(int(number.p), int(number.q))


def _term(coefficient: Fraction, power: int, symbol: str) -> t.Tree:
    """One term, its sign outside: (3 / 4)·n²."""
    size = abs(coefficient)
    number: t.Tree = t.Number(size.numerator)
    if size.denominator > 1:
        number = t.Quotient(number, t.Number(size.denominator))
    if power:
        grown: t.Tree = t.Symbol(symbol)
        if power > 1:
            grown = t.Power(grown, t.Number(power))
        number = grown if size == 1 else t.Product((number, grown))
    return t.Negative(number) if coefficient < 0 else number
