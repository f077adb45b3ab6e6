"""A scale of bytes from 0 up, and shares of a whole: round steps, and what stands at them."""

from __future__ import annotations

from fractions import Fraction

from explainer.language import written
from explainer.maths.decimals import rounded_text
from explainer.network.units import UNITS_OF_MEMORY, readable_units

STEPS = (1, 2, 5)
MOST_STEPS = 5
# Of a share in percent.
MOST_DECIMALS = 3


def marks(most: int) -> list[tuple[int, str]]:
    """Round sizes from 0 to at most `most` bytes, each with its text, in one unit."""
    step = round_step(most, MOST_STEPS)
    unit = readable_units(most)[0]
    return [(size, _text(size, step, unit)) for size in range(0, most + 1, step)]


def percent(part: int, whole: int) -> str:
    """A share in percent, with its sign: `42.1 %`, `0.03 %`."""
    return f"{share(part, whole)} %"


def share(part: int, whole: int) -> str:
    """A share in percent, with one decimal, or more so that what is not nothing is not 0.0."""
    found = Fraction(100 * part, whole)
    if part in (0, whole):
        return written(rounded_text(found, 0))
    decimals = 1
    while decimals < MOST_DECIMALS and 2 * found * 10**decimals < 1:
        decimals += 1
    if 2 * found * 10**decimals < 1:
        return f"< {written(rounded_text(Fraction(1, 10**decimals), decimals))}"
    return written(rounded_text(found, decimals))


def round_step(most: float, count: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, … of which so many reach the most."""
    steps = (step * 10**power for power in range(60) for step in STEPS)
    return int(next(step for step in steps if most <= step * count))


def _text(size: int, step: int, unit: str) -> str:
    """A size with as many decimals as the step needs."""
    if not size:
        return "0"
    apart, decimals = Fraction(step, UNITS_OF_MEMORY[unit]), 0
    while apart.denominator > 1:
        apart, decimals = apart * 10, decimals + 1
    return f"{written(rounded_text(Fraction(size, UNITS_OF_MEMORY[unit]), decimals))} {unit}"
