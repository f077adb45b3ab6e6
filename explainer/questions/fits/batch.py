"""The largest batch whose training fits into a given memory, in both accounts.

In the textbook account the total is a polynomial of the batch, and the inequality is solved. In
the framework account it is no formula: a step is simulated, and which moment of it is the largest
changes with the batch. So that is searched; a step's peak never falls as the batch grows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from explainer.maths.polynomial import polynomial_of
from explainer.memory.framework.simulation import training_step
from explainer.memory.textbook.account import total_of_training
from explainer.network.case import Case

Total = Callable[[int], int]


@dataclass(frozen=True)
class Fit:
    """The largest batch that fits, put back in.

    largest: 0 where not even one image fits.
    taken: the bytes that the largest batch takes, 0 where it is 0.
    next_taken: the bytes that one image more takes; they don't fit.
    """

    largest: int
    taken: int
    next_taken: int


def textbook_fit(case: Case, size: int) -> Fit | None:
    """The solved inequality; None where nothing grows with the batch (totals without values)."""
    formula, arguments = total_of_training(case)
    largest = polynomial_of(formula, arguments, "batch").last_within(size)

    def total(batch: int) -> int:
        return int(formula.value(arguments | {"batch": batch}))

    return None if largest is None else _put_back(largest, total, size)


def framework_fit(case: Case, size: int) -> Fit | None:
    """By simulated training steps; None where there is no such account."""
    if case.graph.totals is not None or case.plan.dtype == "int8":
        return None

    @cache
    def total(batch: int) -> int:
        return training_step(case.with_plan(batch=batch)).peak.total

    return _put_back(largest_within(total, size), total, size)


def _put_back(largest: int, total: Total, size: int) -> Fit:
    """The batch and the next one put back into the account, which has to agree."""
    fit = Fit(largest, total(largest) if largest else 0, total(largest + 1))
    assert fit.taken <= size < fit.next_taken
    return fit


def largest_within(total: Total, size: int) -> int:
    """The largest number from 1 on whose total is at most `size`; 0 where there is none.

    total: never falls, and grows without end.
    """
    if total(1) > size:
        return 0
    low, high = 1, 2
    while total(high) <= size:
        low, high = high, max(2 * high, _on_the_line(total, low, high, size) + 1)
    while high - low > 1:
        near = min(max(_on_the_line(total, low, high, size), low + 1), high - 1)
        low, high = _narrowed(total, size, low, high, near)
        low, high = _narrowed(total, size, low, high, near + 1)
        low, high = _narrowed(total, size, low, high, (low + high) // 2)
    return low


def _on_the_line(total: Total, low: int, high: int, size: int) -> int:
    """Where a straight line through two totals reaches the size, rounded down."""
    rise = total(high) - total(low)
    return low + (size - total(low)) * (high - low) // rise if rise else low


def _narrowed(total: Total, size: int, low: int, high: int, guess: int) -> tuple[int, int]:
    """The bounds after a guess between them was tried."""
    if not low < guess < high:
        return low, high
    return (guess, high) if total(guess) <= size else (low, guess)
