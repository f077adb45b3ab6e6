"""Two mistakes in one formula: what it becomes when each changes another of its factors.

k_h · k_w · c_in · c_out    without c_in, and with the kernel not squared: k_h · c_out
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from explainer.maths.formula import Formula, Mistake

PRIMES = (3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41)
HIGHEST_POWER = 4


@dataclass(frozen=True)
class Factors:
    """A product of powers; it can be called like a formula's function.

    powers: of each symbol, in the order in which they are passed. times: the number in front.
    neutral: the symbols that drop out at a value of their own; they come last.
    """

    powers: tuple[tuple[str, int], ...]
    times: int = 1
    neutral: tuple[tuple[str, int], ...] = ()

    @property
    def __signature__(self) -> inspect.Signature:
        kind, neutral = inspect.Parameter.POSITIONAL_OR_KEYWORD, dict(self.neutral)
        none = inspect.Parameter.empty
        return inspect.Signature(
            [inspect.Parameter(n, kind, default=neutral.get(n, none)) for n, _ in self.powers]
        )

    def __call__(self, *numbers: Any) -> Any:
        """The product, of numbers or of sympy's symbols."""
        powers = [power for _, power in self.powers]
        above = [n for n, p in zip(numbers, powers, strict=True) for _ in range(p)]
        below = [n for n, p in zip(numbers, powers, strict=True) for _ in range(-p)]
        front = [self.times] if self.times > 1 or not above else []
        over = math.prod([*front, *above][1:], start=[*front, *above][0])
        return over / math.prod(below[1:], start=below[0]) if below else over


@dataclass(frozen=True, eq=False)
class Together(Mistake):
    """A formula in which two mistakes were made. parts: the mistakes."""

    parts: tuple[Mistake, ...] = ()


@lru_cache(maxsize=1 << 12)
def together(right: Formula, one: Mistake, other: Mistake) -> Together | None:
    """Both mistakes in one formula; None where they touch the same factor, or it is no product."""
    factors = [factors_of(formula) for formula in (right, one, other)]
    if None in factors:
        return None
    rights, ones, others = (found or ({}, 1) for found in factors)
    powers, times = dict(rights[0]), Fraction(rights[1])
    for made in (ones, others):
        for symbol in {**rights[0], **made[0]}:
            changed = made[0].get(symbol, 0) - rights[0].get(symbol, 0)
            if changed and powers.get(symbol, 0) != rights[0].get(symbol, 0):
                return None
            powers[symbol] = powers.get(symbol, 0) + changed
        times *= Fraction(made[1], rights[1])
    return None if times.denominator > 1 else _written(right, one, other, powers, int(times))


def _written(
    right: Formula, one: Mistake, other: Mistake, powers: Mapping[str, int], times: int
) -> Together:
    neutral = {**other.neutral, **one.neutral, **right.neutral}
    kept = sorted((n for n, power in powers.items() if power), key=lambda n: n in neutral)
    defaults = tuple((name, neutral[name]) for name in kept if name in neutral)
    function = Factors(tuple((name, powers[name]) for name in kept), times, defaults)
    return Together(one.name, function, instead_of=right, parts=(one, other))


def factors_of(formula: Formula) -> tuple[dict[str, int], int] | None:
    """The power of each symbol and the number in front; None where it is no such product.

    Doubling a symbol doubles a product as often as the symbol stands in it.
    """
    if formula.takes_many or len(formula.needs) > len(PRIMES):
        return None
    numbers = dict(zip(formula.needs, PRIMES, strict=False))
    value, powers = Fraction(formula.value(dict(numbers))), {}
    for name in numbers if value > 0 else ():
        doubled = Fraction(formula.value({**numbers, name: 2 * numbers[name]}))
        found = [
            p
            for p in range(-HIGHEST_POWER, HIGHEST_POWER + 1)
            if doubled == value * Fraction(2) ** p
        ]
        if not found:
            return None
        powers[name] = found[0]
    front = value / math.prod(Fraction(numbers[name]) ** power for name, power in powers.items())
    return (powers, int(front)) if front > 0 and front.denominator == 1 else None
