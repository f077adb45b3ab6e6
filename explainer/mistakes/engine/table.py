"""Every known way to a wrong number of one quantity, in order of the numbers.

A number is then looked up: the ways whose numbers lie as near as its last digit.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from explainer.maths import Exact
from explainer.mistakes.engine.explanation import Explanation, nearness
from explainer.mistakes.engine.printing import PRINTING, of_rounded_parts, printed_wrongly
from explainer.mistakes.engine.quantity import Quantity
from explainer.mistakes.engine.reading import Printed
from explainer.mistakes.engine.slips import Slips, is_of_size
from explainer.mistakes.engine.unit_slips import (
    Reckoned,
    rounded_first,
    seldom_amounts,
    wrong_amounts,
    wrong_units,
)
from explainer.mistakes.engine.units import UNITS, Unit
from explainer.mistakes.engine.ways import carried, own, pairs

# Two slips are not looked for behind a single digit, and are a weak hypothesis behind two.
LEAST_DIGITS, WEAK_DIGITS = 2, 2
# A smaller whole number may have been counted, whatever zeros it ends in.
LEAST_ROUNDED = 1000
COUNTED = ("values", "bytes")


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
            if leads_to(way, printed):
                weak = not way.is_single and printed.digits <= WEAK_DIGITS
                found.append(replace(way, weak=weak))
        return found


def leads_to(way: Explanation, printed: Printed) -> bool:
    """Whether a way gives the number as it was written; two slips give none of a single digit."""
    short = printed.digits < LEAST_DIGITS
    return printed.is_rounded(way.value) and (way.is_single or not short)


class Wrong:
    """The wrong values of one quantity, before any unit; worked out on demand and kept."""

    def __init__(self, slips: Slips, quantity: Quantity) -> None:
        self.quantity, self.slips = quantity, slips

    @cached_property
    def own(self) -> list[Explanation]:
        """Those of one mistake in the quantity, or in all layers alike."""
        return list(own(self.slips, self.quantity))

    @cached_property
    def singles(self) -> list[Explanation]:
        """Those of one mistake, here or in a layer before."""
        return [*self.own, *carried(self.slips, self.quantity)]

    @cached_property
    def pairs(self) -> list[Explanation]:
        """Those of two mistakes within the quantity."""
        return list(pairs(self.slips, self.quantity))


class Table:
    """The ways to wrong numbers of one quantity in one unit; pairs are worked out on demand.

    counts: whether a small whole number was counted, and is never a rounded one.
    """

    def __init__(self, wrong: Wrong, unit: Unit, exact: Exact, *, counts: bool = True) -> None:
        self._wrong, self.unit, self._exact, self._counts = wrong, unit, exact, counts
        self.base = unit.base(exact)
        self.figure = unit.figure(self.base)

    @cached_property
    def figures(self) -> dict[str, Fraction]:
        """The right value in each other unit of the same sort."""
        return {name: Fraction(self.base) / UNITS[name] for name in self.unit.of_same_sort()}

    def explain(self, printed: Printed) -> tuple[Explanation, ...]:
        """What may have led to the number, the simplest first; pairs only where nothing else."""
        ways = self.simple.to(printed) or self.pairs.to(printed)
        found: dict[tuple[tuple[str, ...], Exact], Explanation] = {}
        for way in (*ways, *self._by_printing(printed)):
            found.setdefault((way.mistakes, way.value), way)
        return tuple(sorted(found.values(), key=lambda way: nearness(way, printed)))

    def called(
        self, printed: Printed, wanted: Iterable[tuple[str, ...]]
    ) -> tuple[Explanation, ...]:
        """Of these hypotheses those that lead to the number, in their order."""
        return tuple(way for names in wanted for way in self._called(printed, names))

    def _called(self, printed: Printed, names: tuple[str, ...]) -> Iterator[Explanation]:
        """The ways of these mistakes; a slip in printing may come behind any of them."""
        *first, last = names
        if first and last in PRINTING:
            for way in self.simple.ways:
                if way.mistakes == tuple(first) and PRINTING[last](printed, way.value):
                    yield replace(way, mistakes=names)
            return
        pairs = self.pairs.ways if first and not self._may_be_simple(names) else ()
        for way in (*self.simple.ways, *pairs):
            if way.mistakes == names and leads_to(way, printed):
                yield way
        yield from (way for way in self._by_printing(printed) if way.mistakes == names)

    def _may_be_simple(self, names: tuple[str, ...]) -> bool:
        return any(way.mistakes == names for way in self.simple.ways)

    def gives_exactly(self, printed: Printed) -> bool:
        """Whether one mistake gives the whole number to its last digit."""
        return printed.is_whole and any(
            way.is_single and way.value == printed.value for way in self.simple.to(printed)
        )

    def is_rounded(self, printed: Printed) -> bool:
        """Whether the number is right with zeros at its end for the digits that were rounded."""
        whole = printed.is_whole and not self._is_counted(printed)
        return whole and printed.is_coarser(self.figure)

    def fitting_units(self, printed: Printed) -> tuple[str, ...]:
        """The other units of the same sort in which the number would be right.

        A single digit, rounded, would be right in too many: `1` for 512 values is no 0.512 K.
        """
        long = printed.digits >= LEAST_DIGITS
        return tuple(
            name
            for name, figure in self.figures.items()
            if printed.value == figure or (long and printed.is_rounded(figure))
        )

    def singles(self) -> list[Explanation]:
        """The wrong numbers of one mistake in the quantity itself, or on the way to its unit."""
        right = Explanation((), self._exact)
        ways = [] if is_of_size(self._wrong.quantity) else [*self._to_unit(right)]
        ways += map(self._in_unit, self._wrong.own)
        return [way for way in Ways.of(ways, self.figure).ways if not way.carried]

    @cached_property
    def simple(self) -> Ways:
        """One mistake, here or in a layer before, and with it a slip on the way to the unit."""
        none = Explanation((), self._exact)
        sizes = is_of_size(self._wrong.quantity)
        ways = [] if sizes else [*self._to_unit(none), *self._twice_wrong_unit(none)]
        for one in self._wrong.singles:
            ways += [self._in_unit(one)] if sizes else self._to_unit(one)
        return Ways.of(ways, self.figure)

    @cached_property
    def pairs(self) -> Ways:
        """Two mistakes within the quantity, and no further one."""
        return Ways.of(map(self._in_unit, self._wrong.pairs), self.figure)

    def _in_unit(self, way: Explanation) -> Explanation:
        return replace(way, value=self.unit.figure(self.unit.base(way.value)))

    def _to_unit(self, first: Explanation) -> Iterator[Explanation]:
        """A value of the quantity in the unit, and each slip on the way there."""
        if first.mistakes:
            yield self._in_unit(first)
        for step in self._wrong_amounts(first):
            yield first.then(step, self.unit.figure(step.value))
        for step in wrong_units(self.unit, self.unit.base(first.value)):
            yield first.then(step, step.value)

    def _wrong_amounts(self, first: Explanation) -> Iterator[Reckoned]:
        """Slips on the way to values or bytes, none of them made a second time."""
        amounts = [*wrong_amounts(self.unit, first.value)]
        if self._wrong.slips.seldom:
            amounts += seldom_amounts(self.unit, first.value)
        yield from (step for step in amounts if step.mistake.name not in first.mistakes)
        if not first.mistakes:
            yield from rounded_first(self.unit, first.value)

    def _twice_wrong_unit(self, none: Explanation) -> Iterator[Explanation]:
        """A wrong number of bytes for a value, and then a wrong unit."""
        for amount in self._wrong_amounts(none):
            for step in wrong_units(self.unit, amount.value):
                yield none.then(amount, amount.value).then(step, step.value)

    # ---- the right number, printed wrongly ----

    def _by_printing(self, printed: Printed) -> Iterator[Explanation]:
        """The right number cut off or rounded too far, or made of rounded parts."""
        if self._is_counted(printed):
            return
        yield from printed_wrongly(printed, self._right)
        world, quantity = self._wrong.slips.world, self._wrong.quantity
        for way in of_rounded_parts(printed, self.unit, quantity, world):
            if leads_to(way, printed):
                yield way

    @cached_property
    def _right(self) -> list[Explanation]:
        """The right figure, and the same in each unit that is taken for this one."""
        none = Explanation((), self.figure)
        steps = wrong_units(self.unit, self.base)
        return [none, *(none.then(step, step.value) for step in steps)]

    def _is_counted(self, printed: Printed) -> bool:
        """Whether the number is small enough to have been counted one by one."""
        small = printed.is_whole and 0 < printed.value < LEAST_ROUNDED
        return self._counts and small and self.unit.name in COUNTED
