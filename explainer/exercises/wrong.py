"""The number that each known mistake gives, and whether they can be told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from explainer.exercises.question import Collision, WrongAnswer
from explainer.maths import Exact, Mistake, as_exact
from explainer.memory.textbook.printed_rows import rounded_to
from explainer.mistakes.engine.coincidence import coincidences
from explainer.mistakes.engine.quantity import Quantity
from explainer.mistakes.engine.slips import Slips
from explainer.mistakes.engine.table import Table, Wrong
from explainer.mistakes.engine.units import Unit


def rounded(value: Exact, decimals: int) -> Exact:
    """A number rounded half up to so many decimals; a whole one stays as it is."""
    found = rounded_to(value, Fraction(1, 10**decimals)) if decimals else value
    return as_exact(found)


def wrong_answers(table: Table, decimals: int) -> list[WrongAnswer]:
    """What single mistakes in the quantity, and slips of the unit, give as it is written.

    Where two names stand for one wrong formula, no number tells them apart: the first is kept.
    """
    found: dict[str, WrongAnswer] = {}
    formulas: set[object] = set()
    for way in table.singles():
        value, name = rounded(way.value, decimals), way.mistakes[0]
        same = _formula_of(way.wrong[0]) if way.layers else name
        if value > 0 and name not in found and same not in formulas:
            found[name] = WrongAnswer(way.mistakes, value, way.wrong)
            formulas.add(same)
    return list(found.values())


def _formula_of(mistake: Mistake) -> object:
    """What makes two mistakes of a layer one and the same: the line that they spoil, and how."""
    return mistake.spoils, mistake.law(dict.fromkeys(mistake.needs, 1))


def told_apart(answers: Iterable[WrongAnswer], right: Exact) -> list[Collision]:
    """The mistakes that give one number, or the right one."""
    by_value: dict[Exact, list[str]] = defaultdict(list)
    for answer in answers:
        by_value[answer.value] += answer.mistakes
    return [
        Collision(tuple(names), value, value == right)
        for value, names in by_value.items()
        if len(names) > 1 or value == right
    ]


def hidden_in(quantity: Quantity, slips: Slips, right: Exact) -> list[Collision]:
    """The mistakes that reports name and that give the right number here."""
    names = tuple(mistake.name for mistake in coincidences(quantity, slips.world.graph))
    return [Collision(names, right, with_truth=True)] if names else []


def table_of(slips: Slips, quantity: Quantity, unit: str, b: int) -> Table | None:
    """The wrong numbers of a quantity in a unit; None where its value can't be derived."""
    exact = slips.world.value(quantity)
    written = Unit(unit, quantity.in_bytes, b)
    return None if exact is None else Table(Wrong(slips, quantity), written, exact)
