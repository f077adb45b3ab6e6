"""Answers judged: right, right as rounded, in the wrong unit, explained, or not explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from explainer.claims.judge import UNIT_SLIPS
from explainer.claims.quantity import Quantity
from explainer.claims.reading import Printed
from explainer.claims.search import printing_slips, rounded_parts
from explainer.claims.slips import Slips
from explainer.claims.units import UNITS, Unit, wrong_units
from explainer.claims.workings import made
from explainer.claims.world import World
from explainer.diagnosis.coincidence import coincidences
from explainer.diagnosis.given import GivenSizes
from explainer.diagnosis.reading import Asked, asked_in, is_of_shape
from explainer.diagnosis.result import Answer, Diagnosis, Explanation, Verdict
from explainer.diagnosis.shapes import diagnose_shape
from explainer.diagnosis.table import LEAST_DIGITS, Table, Wrong, nearness
from explainer.maths import as_exact
from explainer.memory.unit_formulas import unit_taken_for
from explainer.network.case import Case

# A smaller whole number is taken as counted, whatever zeros it ends in.
LEAST_ROUNDED = 1000


class Diagnoser:
    """Judges answers about one network; what it found out for a quantity is kept for the next.

    given: sizes that an answer goes on from, right or wrong, as {"pool2.output": "13x13x64"}.
    """

    def __init__(self, case: Case, given: Mapping[str, str] | None = None) -> None:
        self._case = case
        self._slips = Slips(World(case), seldom=True)
        self._tables: dict[tuple[Quantity, str], Table | None] = {}
        self._wrong: dict[Quantity, Wrong] = {}
        self._asked: dict[tuple[str, str, str], Asked] = {}
        self._given = GivenSizes(self._slips, {} if given is None else given)

    def diagnose(self, answer: Answer) -> Diagnosis:
        """One answer; UsageError where it is no number, or about nothing in this network."""
        if is_of_shape(answer):
            return diagnose_shape(answer, self._slips)
        asked = self._read(answer)
        table = self._table(asked.quantity, asked.unit)
        result = Diagnosis(
            answer=answer,
            case=self._case,
            exact=table.base if table else None,
            exact_unit="bytes" if asked.unit.of_memory else "values",
            figure=table.figure if table else None,
            unit=asked.unit.name,
            verdict="not explained",
            coincidences=coincidences(asked.quantity, self._case.graph),
        )
        return self._judged(result, asked, table) if table else result

    def _read(self, answer: Answer) -> Asked:
        key = (answer.quantity, answer.value, answer.unit)
        if key not in self._asked:
            self._asked[key] = asked_in(answer, self._case.graph, self._case.plan.bytes_per_value)
        return self._asked[key]

    def _table(self, quantity: Quantity, unit: Unit) -> Table | None:
        """What is known of the quantity in that unit; None where its value can't be derived."""
        key = (quantity, unit.name)
        if key not in self._tables:
            exact = self._slips.world.value(quantity)
            wrong = self._wrong.setdefault(quantity, Wrong(self._slips, quantity))
            self._tables[key] = None if exact is None else Table(wrong, unit, exact)
        return self._tables[key]

    def _judged(self, result: Diagnosis, asked: Asked, table: Table) -> Diagnosis:
        printed, unit = asked.printed, asked.unit
        if (verdict := _rightness(printed, table)) is not None:
            return replace(result, verdict=verdict)
        slipped = table.gives_exactly(printed)
        if not slipped and _is_coarser(printed, table):
            return replace(result, verdict="right as rounded")
        units = () if slipped else _fitting_units(printed, table)
        if units:
            found = tuple(_wrong_unit(unit, other, printed, table) for other in units)
            return replace(result, verdict="wrong unit", fitting_units=units, explanations=found)
        given = self._given.explain(asked)
        told = {(way.mistakes, way.layer) for way in given}
        others = (w for w in table.explain(printed) if (w.mistakes, w.layer) not in told)
        found = (*given, *others)
        if not found or len(found[0].mistakes) > 1:
            found = (*found, *self._by_printing(asked, table))
        found = (
            tuple(sorted(found, key=lambda way: nearness(way, printed)))
            if not self._given.sizes
            else found
        )
        return replace(
            result, verdict="explained" if found else "not explained", explanations=found
        )

    def _by_printing(self, asked: Asked, table: Table) -> list[Explanation]:
        """The right number cut off or rounded too far, or made of rounded parts."""
        printed, unit, world = asked.printed, asked.unit, self._slips.world
        exact = world.value(asked.quantity)
        assert exact is not None
        if printed.is_whole and 0 < printed.value < LEAST_ROUNDED and unit.name == "values":
            return []
        causes = list(printing_slips(printed, unit, exact))
        parts = rounded_parts(printed, unit, asked.quantity, world)
        causes += [cause for cause in parts if printed.is_rounded(cause.value)]
        return [
            Explanation(cause.names, cause.value, cause.mistakes, cause.steps) for cause in causes
        ]


def diagnose(
    case: Case, answers: Sequence[Answer], given: Mapping[str, str] | None = None
) -> tuple[Diagnosis, ...]:
    """Each answer's diagnosis; what explains all wrong ones together is marked, and comes first.

    Raises UsageError where an answer is no number, or about nothing in this network.
    """
    diagnoser = Diagnoser(case, given)
    return together(tuple(map(diagnoser.diagnose, answers)))


def together(found: tuple[Diagnosis, ...]) -> tuple[Diagnosis, ...]:
    """Figures of one source: what explains every wrong one of them is marked and comes first."""
    wrong = [one for one in found if one.verdict in ("explained", "not explained")]
    if len(wrong) < 2:
        return found
    shared = set.intersection(*({_sign(way) for way in one.explanations} for one in wrong)) - {()}
    return tuple(_marked(one, shared) if one in wrong else one for one in found)


def _sign(way: Explanation) -> tuple[object, ...]:
    """What an explanation is told by, whichever unit it ends in; empty for slips of units only."""
    names = tuple(name for name in way.mistakes if name not in UNIT_SLIPS)
    functions = tuple(wrong.function for wrong in way.wrong if wrong.name not in UNIT_SLIPS)
    return (*names, *functions, way.layer) if names else ()


def _marked(one: Diagnosis, shared: set[tuple[object, ...]]) -> Diagnosis:
    ways = [replace(way, explains_all=_sign(way) in shared) for way in one.explanations]
    return replace(one, explanations=tuple(sorted(ways, key=lambda way: not way.explains_all)))


def _rightness(printed: Printed, table: Table) -> Verdict | None:
    if table.figure == printed.value:
        return "right"
    return "right as rounded" if printed.is_rounded(table.figure) else None


def _is_coarser(printed: Printed, table: Table) -> bool:
    """Whether it is right with zeros at its end for rounded digits; a small count never is."""
    large = printed.value >= LEAST_ROUNDED
    return large and printed.is_whole and printed.is_coarser(table.figure)


def _fitting_units(printed: Printed, table: Table) -> tuple[str, ...]:
    """The other units of the same sort in which the number would be right.

    A single digit, rounded, would be right in too many: `1` for 512 values is no 0.512 K.
    """
    return tuple(
        name
        for name, figure in table.figures.items()
        if printed.value == figure
        or (printed.digits >= LEAST_DIGITS and printed.is_rounded(figure))
    )


def _wrong_unit(unit: Unit, other: str, printed: Printed, table: Table) -> Explanation:
    """The right number of another unit, written with this one."""
    exact = as_exact(Fraction(table.base) / UNITS[other])
    name = f"{unit.name}_for_{other}".lower()
    for slip in wrong_units(unit, table.base):
        if slip.mistake.name == name:
            return Explanation((name,), exact, wrong=(slip.mistake,), steps=(slip.step,))
    mistake = unit_taken_for(unit.name, other)
    return Explanation((name,), exact, (mistake,), (made(mistake, {"size": table.base}),))
