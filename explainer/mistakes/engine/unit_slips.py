"""The slips made between values, bytes and units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from explainer.maths import Exact, Mistake, as_exact
from explainer.memory.textbook.unit_formulas import amounts, memory_units, seldom
from explainer.mistakes.engine.slips import mistake_called, roundings
from explainer.mistakes.engine.units import Unit
from explainer.mistakes.engine.workings import Made, made

# The mistakes that take one unit for another.
UNIT_SLIPS = frozenset(mistake.name for mistake in memory_units.mistakes_for(None))


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A wrong way from the quantity to the printed figure; `value` is what it gives."""

    mistake: Mistake
    value: Exact
    step: Made


def wrong_amounts(unit: Unit, value: Exact) -> Iterator[Reckoned]:
    """Slips on the way from the quantity to values or bytes: what stands for `unit.base`."""
    values = as_exact(Fraction(value) / unit.b) if unit.in_bytes else value
    if unit.b == 1:
        return
    if unit.of_memory and unit.b != 8:
        yield _reckoned("bytes_per_value_wrong", {"values": values})
    if unit.of_memory:
        yield _reckoned("values_for_bytes", {"values": values})
    else:
        yield _reckoned("bytes_for_values", {"values": values, "b": unit.b})


def seldom_amounts(unit: Unit, value: Exact) -> Iterator[Reckoned]:
    """Another type's bytes, and bits taken for bytes or bytes for bits."""
    if unit.b == 1 or not unit.of_memory:
        return
    values = as_exact(Fraction(value) / unit.b) if unit.in_bytes else value
    own = {2: "two_bytes_per_value", 4: "four_bytes_per_value"}.get(unit.b)
    for mistake in seldom.mistakes_for(None):
        if mistake.name != own:
            step = made(mistake, {"values": values, "b": unit.b})
            yield Reckoned(mistake, step.value, step)


def rounded_first(unit: Unit, value: Exact) -> Iterator[Reckoned]:
    """The count rounded and then multiplied by the bytes of a value."""
    if unit.of_memory and not unit.in_bytes:
        for rounded in roundings(value):
            known = {"values_rounded": rounded, "b": unit.b}
            yield _reckoned("rounded_before_multiplying", known)


def wrong_units(unit: Unit, base: Exact) -> Iterator[Reckoned]:
    """A figure in another unit, printed with this one: what stands for `unit.figure`."""
    for mistake in memory_units.mistakes_for(None):
        if mistake.spoils == unit.name:
            step = made(mistake, {"size": base})
            yield Reckoned(mistake, step.value, step)


def _reckoned(name: str, values: dict[str, Exact]) -> Reckoned:
    mistake = mistake_called(amounts, name)
    step = made(mistake, values)
    return Reckoned(mistake, step.value, step)
