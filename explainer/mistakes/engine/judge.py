"""The judge of one network: a number beside the right one, and which mistakes give it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import gt, lt
from typing import Literal, TypeVar

from explainer.maths import Exact, as_exact
from explainer.memory.textbook.unit_formulas import TakenFor, unit_taken_for
from explainer.mistakes.engine.explanation import Explanation
from explainer.mistakes.engine.number import Asked
from explainer.mistakes.engine.quantity import Quantity
from explainer.mistakes.engine.slips import Slips
from explainer.mistakes.engine.table import Table, Wrong
from explainer.mistakes.engine.unit_slips import wrong_units
from explainer.mistakes.engine.units import UNITS, Unit
from explainer.mistakes.engine.verdict import Verdict
from explainer.mistakes.engine.workings import made
from explainer.mistakes.engine.world import World
from explainer.network.case import Case
from explainer.spec import Says


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """A number beside the right one.

    case: the network as it is run, for which the number was given.
    exact: the right value in `exact_unit` (`values` or `bytes`); for an output's `sizes` a tuple;
        None where it can't be derived.
    figure: the same in the number's unit. unit: that unit by its own name (`KB` is kB).
    fitting_units: where the unit is wrong, those in which the number would be right.
    explanations: simplest first; none where it is right or not explained.
    """

    case: Case
    exact: Exact | tuple[int, ...] | None
    exact_unit: Literal["values", "bytes", "sizes"]
    figure: Exact | tuple[int, ...] | None
    unit: str
    verdict: Verdict
    fitting_units: tuple[str, ...] = ()
    explanations: tuple[Explanation, ...] = ()


@dataclass(frozen=True)
class Asker:
    """Who gave the numbers, and what is therefore taken for possible.

    seldom: whether mistakes count too that reports don't show.
    counts: whether a small whole number was counted, and not rounded, whatever zeros it ends in.
    """

    seldom: bool
    counts: bool


# Nobody asks for a report's claims: it names what it shows, and what is published is often rounded.
FILE = Asker(seldom=False, counts=False)
# An exercise wants the number itself, and whoever asks about an answer wants to know it all.
PERSON = Asker(seldom=True, counts=True)

AnyJudgement = TypeVar("AnyJudgement", bound=Judgement)


class Judge:
    """Judges numbers of one world; what it found out for a quantity is kept for the next."""

    def __init__(self, world: World, asker: Asker = PERSON) -> None:
        self.world, self._asker = world, asker
        self.slips = Slips(world, seldom=asker.seldom)
        self._tables: dict[tuple[Quantity, str], Table | None] = {}
        self._wrong: dict[Quantity, Wrong] = {}

    def table(self, quantity: Quantity, unit: Unit) -> Table | None:
        """All wrong numbers of a quantity in a unit; None where its value can't be derived."""
        key = (quantity, unit.name)
        if key not in self._tables:
            exact = self.world.value(quantity)
            wrong = self._wrong.setdefault(quantity, Wrong(self.slips, quantity))
            counts = self._asker.counts
            self._tables[key] = None if exact is None else Table(wrong, unit, exact, counts=counts)
        return self._tables[key]

    def judgement(self, asked: Asked) -> Judgement:
        """The verdict on a number, and what may have led to it."""
        table = self.table(asked.quantity, asked.unit)
        verdict, units, found = _judged(asked, table) if table else _UNKNOWN
        return Judgement(
            case=self.world.case,
            exact=table.base if table else None,
            exact_unit="bytes" if asked.unit.of_memory else "values",
            figure=table.figure if table else None,
            unit=asked.unit.name,
            verdict=verdict,
            fitting_units=units,
            explanations=found,
        )


BOUNDS: Mapping[Says, Callable[[Exact, Exact], bool]] = {Says.MORE: gt, Says.LESS: lt}

_Judged = tuple[Verdict, tuple[str, ...], tuple[Explanation, ...]]
_UNKNOWN: _Judged = (Verdict.UNKNOWN, (), ())
# The right number is neither more nor less than itself.
_NO_BOUND: _Judged = (Verdict.NOT_EXPLAINED, (), ())


def _judged(asked: Asked, table: Table) -> _Judged:
    """The verdict, the units that fit, and the explanations.

    A whole number that one mistake gives to its last digit is neither rounded nor of another unit.
    """
    printed = asked.printed
    if asked.says in BOUNDS and BOUNDS[asked.says](table.figure, printed.value):
        return Verdict.BOUND, (), ()
    if table.figure == printed.value:
        return _NO_BOUND if asked.says in BOUNDS else (Verdict.RIGHT, (), ())
    if printed.is_rounded(table.figure):
        return _NO_BOUND if asked.says in BOUNDS else (Verdict.ROUNDED, (), ())
    if asked.says is Says.MEASURED:
        return Verdict.MEASURED, (), ()
    if asked.says is Says.ELSEWHERE:
        return Verdict.ELSEWHERE, (), ()
    if asked.mistakes is not None:
        return _explained(table.called(printed, asked.mistakes))
    if asked.says in BOUNDS:
        return _explained(table.explain(printed))
    if not table.gives_exactly(printed):
        if table.is_rounded(printed):
            return Verdict.ROUNDED, (), ()
        if units := table.fitting_units(printed):
            return Verdict.UNIT, units, tuple(_wrong_unit(table, other) for other in units)
    return _explained(table.explain(printed))


def _explained(found: tuple[Explanation, ...]) -> _Judged:
    return _verdict_by(found), (), found


def _verdict_by(found: Sequence[Explanation]) -> Verdict:
    """What a wrong number is, by the first that is told of what may have led to it."""
    if not found:
        return Verdict.NOT_EXPLAINED
    return Verdict.EARLY if found[0].is_rounding else Verdict.EXPLAINED


def _wrong_unit(table: Table, other: str) -> Explanation:
    """The right number of another unit, written with this one."""
    value = as_exact(Fraction(table.base) / UNITS[other])
    pair = TakenFor(table.unit.name, other)
    for slip in wrong_units(table.unit, table.base):
        if slip.mistake.name == pair.name:
            return Explanation((pair.name,), value, (slip.mistake,), (slip.step,))
    mistake = unit_taken_for(pair)
    return Explanation((pair.name,), value, (mistake,), (made(mistake, {"size": table.base}),))


# ---- figures of one source ----------------------------------------------------------------


def compared(found: Sequence[AnyJudgement]) -> tuple[AnyJudgement, ...]:
    """Figures of one source: what explains every wrong one of them is marked and comes first."""
    wrong = [one for one in found if one.verdict.is_wrong]
    if len(wrong) < 2:
        return tuple(found)
    signed = ({way.signature for way in one.explanations} for one in wrong)
    shared = set.intersection(*signed) - {frozenset()}
    return tuple(_marked(one, shared) if one.verdict.is_wrong else one for one in found)


def _marked(one: AnyJudgement, shared: set[frozenset[object]]) -> AnyJudgement:
    ways = [replace(way, explains_all=way.signature in shared) for way in one.explanations]
    ways = sorted(ways, key=lambda way: not way.explains_all)
    return replace(one, verdict=_verdict_by(ways), explanations=tuple(ways))
