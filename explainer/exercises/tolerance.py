"""How far a typed number may be off and still count as the one that a question knows.

Whole numbers are typed exactly, and decimals as the question wants them rounded. A slip whose
number is no whole one, as 12,376.888… for a floor that was not taken, is typed rounded or cut
off: it counts as far around it as no other number that is known begins to count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from explainer.maths import Exact

# Within 1 lie the whole numbers on both sides, within 1/10 the tenths, …
MOST_DECIMALS = 6
WIDTHS = (Fraction(1), Fraction(1, 2), *(Fraction(1, 10**n) for n in range(1, MOST_DECIMALS + 1)))


def tolerance_of_answer(decimals: int) -> Fraction:
    """Half of the last decimal that is asked for, and 0 for whole numbers."""
    return Fraction(1, 2 * 10**decimals) if decimals else Fraction(0)


def tolerance_of_slip(value: Exact, decimals: int, known: Iterable[Exact]) -> Fraction:
    """The widest that touches neither the right number nor that of another slip.

    known: all numbers that the question knows.
    """
    if decimals or _whole(value):
        return tolerance_of_answer(decimals)
    others = set(map(Fraction, known)) - {Fraction(value)}
    return next(_apart(Fraction(value), others), Fraction(0))


def _apart(value: Fraction, others: Iterable[Fraction]) -> Iterator[Fraction]:
    for width in WIDTHS:
        if all(abs(value - o) > (width if _whole(o) else 2 * width) for o in others):
            yield width


def _whole(value: Exact) -> bool:
    return Fraction(value).denominator == 1
