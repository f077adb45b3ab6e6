"""Every known way to a wrong number of one quantity, in order of the numbers.

An answer is then a look-up: the ways whose numbers lie as near as its last digit.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from explainer.maths import Exact
from explainer.mistakes.engine.explanation import Explanation
from explainer.mistakes.engine.quantity import Quantity
from explainer.mistakes.engine.reading import Printed
from explainer.mistakes.engine.slips import Slips, is_of_size
from explainer.mistakes.engine.units import (
    UNITS,
    Reckoned,
    Unit,
    rounded_first,
    seldom_amounts,
    wrong_amounts,
    wrong_units,
)
from explainer.mistakes.engine.ways import pairs, singles

# Two slips are not looked for behind a single digit, and are a weak hypothesis behind two.
LEAST_DIGITS, WEAK_DIGITS = 2, 2


@dataclass(frozen=True)
class Ways:
    """Ways to wrong numbers of a quantity, sorted by the number."""

    values: tuple[Exact, ...]
    ways: tuple[Explanation, ...]

    @classmethod
    def of(cls, ways: Iterable[Explanation], right: Exact) -> Ways:
        """The ways that don't lead to the right number, each hypothesis once."""
        found: dict[tuple[tuple[str, ...], Exact], Explanation] = {}
        for way in ways:
            if way.value != right:
                found.setdefault((way.mistakes, way.value), way)
        kept = sorted(found.values(), key=lambda way: way.value)
        return cls(tuple(way.value for way in kept), tuple(kept))

    def to(self, printed: Printed) -> list[Explanation]:
        """Those that lead to the number as it was written."""
        found = []
        for index in range(bisect_left(self.values, printed.value - printed.step), len(self.ways)):
            way = self.ways[index]
            if way.value > printed.value + printed.step:
                break
            two = len(way.mistakes) > 1
            if printed.is_rounded(way.value) and not (two and printed.digits < LEAST_DIGITS):
                found.append(replace(way, weak=two and printed.digits <= WEAK_DIGITS))
        return found


class Wrong:
    """The wrong values of one quantity, before any unit; worked out on demand and kept."""

    def __init__(self, slips: Slips, quantity: Quantity) -> None:
        self.quantity, self._slips = quantity, slips

    @cached_property
    def singles(self) -> list[Explanation]:
        """Those of one mistake, here or in a layer before."""
        return list(singles(self._slips, self.quantity))

    @cached_property
    def pairs(self) -> list[Explanation]:
        """Those of two mistakes within the quantity."""
        return list(pairs(self._slips, self.quantity))


class Table:
    """The ways to wrong numbers of one quantity in one unit; pairs are worked out on demand."""

    def __init__(self, wrong: Wrong, unit: Unit, exact: Exact) -> None:
        self._wrong, self.unit, self._exact = wrong, unit, exact
        self.base = unit.base(exact)
        self.figure = unit.figure(self.base)

    @cached_property
    def figures(self) -> dict[str, Fraction]:
        """The right value in each other unit of the same sort."""
        return {name: Fraction(self.base) / UNITS[name] for name in self.unit.of_same_sort()}

    def explain(self, printed: Printed) -> tuple[Explanation, ...]:
        """What may have led to the number, the simplest first; pairs only where nothing else."""
        found = self._simple.to(printed) or self._pairs.to(printed)
        return tuple(sorted(found, key=lambda way: nearness(way, printed)))

    def gives_exactly(self, printed: Printed) -> bool:
        """Whether one mistake gives the whole number to its last digit."""
        return printed.is_whole and any(
            len(way.mistakes) == 1 and way.value == printed.value
            for way in self._simple.to(printed)
        )

    def singles(self) -> list[Explanation]:
        """The wrong numbers of one mistake in the quantity itself."""
        ways = self._simple.ways
        return [way for way in ways if len(way.mistakes) == 1 and not way.carried]

    @cached_property
    def _simple(self) -> Ways:
        """One mistake, here or in a layer before, and with it a slip on the way to the unit."""
        none = Explanation((), self._exact)
        sizes = is_of_size(self._wrong.quantity)
        ways = [] if sizes else [*self._to_unit(none), *self._twice_wrong_unit(none)]
        for one in self._wrong.singles:
            ways += [self._in_unit(one)] if sizes else self._to_unit(one)
        return Ways.of(ways, self.figure)

    @cached_property
    def _pairs(self) -> Ways:
        """Two mistakes within the quantity, and no further one."""
        return Ways.of(map(self._in_unit, self._wrong.pairs), self.figure)

    def _in_unit(self, way: Explanation) -> Explanation:
        return replace(way, value=self.unit.figure(self.unit.base(way.value)))

    def _to_unit(self, first: Explanation) -> Iterator[Explanation]:
        """A value of the quantity in the unit, and each slip on the way there."""
        if first.mistakes:
            yield self._in_unit(first)
        for step in self._wrong_amounts(first):
            yield _then(first, step, self.unit.figure(step.value))
        for step in wrong_units(self.unit, self.unit.base(first.value)):
            yield _then(first, step, step.value)

    def _wrong_amounts(self, first: Explanation) -> Iterator[Reckoned]:
        yield from wrong_amounts(self.unit, first.value)
        yield from seldom_amounts(self.unit, first.value)
        if not first.mistakes:
            yield from rounded_first(self.unit, first.value)

    def _twice_wrong_unit(self, none: Explanation) -> Iterator[Explanation]:
        """A wrong number of bytes for a value, and then a wrong unit."""
        for amount in self._wrong_amounts(none):
            for step in wrong_units(self.unit, amount.value):
                yield _then(_then(none, amount, amount.value), step, step.value)


def _then(first: Explanation, step: Reckoned, value: Exact) -> Explanation:
    """The explanation with one more slip behind it."""
    return replace(
        first,
        mistakes=(*first.mistakes, step.mistake.name),
        value=value,
        wrong=(*first.wrong, step.mistake),
        steps=(*first.steps, step.step),
    )


def nearness(way: Explanation, printed: Printed) -> tuple[int, bool, bool, int]:
    """As simple as they are, and the very number before one that is rounded to it."""
    slips, carried, layers = simplicity(way)
    return slips, carried, way.value != printed.value, layers


def simplicity(way: Explanation) -> tuple[int, bool, int]:
    """One slip before two, one made here before one carried forward."""
    return len(way.mistakes), way.carried, way.layers
