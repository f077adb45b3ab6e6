"""The polynomial through exact points, found by finite differences, and how it is printed.

through([(32, 10), (64, 40), (96, 90)])        coefficients of 1, n, n², …
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from explainer.maths import tree as t


@dataclass(frozen=True)
class Polynomial:
    """Coefficients of 1, n, n², …; the last is not 0, and a polynomial that is 0 has none."""

    coefficients: tuple[Fraction, ...]

    def __call__(self, at: int) -> Fraction:
        """Its value."""
        return sum((c * at**power for power, c in enumerate(self.coefficients)), Fraction(0))

    @property
    def degree(self) -> int:
        """The highest power; 0 where nothing grows."""
        return max(0, len(self.coefficients) - 1)

    def coefficient(self, power: int) -> Fraction:
        """What that power is multiplied with."""
        return self.coefficients[power] if power < len(self.coefficients) else Fraction(0)

    def tree(self, symbol: str) -> t.Tree:
        """As it is written, the highest power first."""
        terms = [
            _term(c, power, symbol)
            for power, c in reversed(list(enumerate(self.coefficients)))
            if c
        ]
        if not terms:
            return t.Number(0)
        return terms[0] if len(terms) == 1 else t.Sum(tuple(terms))


def through(points: Sequence[tuple[int, int]]) -> Polynomial:
    """The polynomial of the least degree through points whose places are equally far apart.

    Newton's form: the k-th difference over k!, times (n − first)…, multiplied out.
    """
    start, step = points[0][0], points[1][0] - points[0][0]
    differences = [Fraction(value) for _, value in points]
    found: list[Fraction] = []
    factor = [Fraction(1)]  # (q)(q − 1)… over k!, where q = (n − start) / step
    for k in range(len(points)):
        found = _added(found, [differences[0] * part for part in factor])
        differences = [b - a for a, b in pairwise(differences)]
        root = Fraction(start + k * step)
        divisor = Fraction((k + 1) * step)
        factor = [part / divisor for part in _times_minus(factor, root)]
    while found and not found[-1]:
        found.pop()
    return Polynomial(tuple(found))


def _added(one: list[Fraction], other: list[Fraction]) -> list[Fraction]:
    longest = max(len(one), len(other))
    padded = [part + [Fraction(0)] * (longest - len(part)) for part in (one, other)]
    return [a + b for a, b in zip(*padded, strict=True)]


def _times_minus(factor: list[Fraction], root: Fraction) -> list[Fraction]:
    """The polynomial times (n − root)."""
    return _added([Fraction(0), *factor], [-root * part for part in factor])


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
