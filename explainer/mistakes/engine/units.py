"""A quantity in the unit of a claim, and the slips made between values, bytes and units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from explainer.errors import ModelFileError
from explainer.language import sentence
from explainer.maths import Exact, Mistake, as_exact
from explainer.memory.unit_formulas import amounts, memory_units, seldom
from explainer.memory.units import UNITS_OF_COUNT, UNITS_OF_MEMORY
from explainer.mistakes.engine.quantity import Quantity, Slots
from explainer.mistakes.engine.slips import mistake_called, roundings
from explainer.mistakes.engine.workings import Made, made
from explainer.readers.wording import quoted, suggestion
from explainer.spec import ClaimSpec

ALIASES = {"B": "bytes", "byte": "bytes", "value": "values", "KB": "kB", "k": "K"}
# What is counted has billions: `7B` parameters are no seven bytes.
ALIASES_OF_COUNTS = ALIASES | {"B": "G"}
UNITS = UNITS_OF_COUNT | UNITS_OF_MEMORY
# The mistakes that take one unit for another.
UNIT_SLIPS = frozenset(mistake.name for mistake in memory_units.mistakes_for(None))


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a claim, for one quantity.

    in_bytes: whether the quantity itself is in bytes; b: bytes of one value.
    """

    name: str
    in_bytes: bool
    b: int

    @property
    def of_memory(self) -> bool:
        """Whether it is a unit of memory, and not of values."""
        return self.name in UNITS_OF_MEMORY

    def base(self, value: Exact) -> Exact:
        """The quantity's value in bytes or values, as the unit wants it."""
        if self.of_memory == self.in_bytes:
            return value
        return value * self.b if self.of_memory else as_exact(Fraction(value) / self.b)

    def figure(self, base: Exact) -> Exact:
        """A number of bytes or values in this unit."""
        return as_exact(Fraction(base) / UNITS[self.name])

    def of_same_sort(self) -> list[str]:
        """The other units of memory, or of values."""
        sort = UNITS_OF_MEMORY if self.of_memory else UNITS_OF_COUNT
        return [name for name in sort if name != self.name]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A wrong way from the quantity to the printed figure; `value` is what it gives."""

    mistake: Mistake
    value: Exact
    step: Made


def unit_of(claim: ClaimSpec, quantity: Quantity, b: int) -> Unit:
    """The claim's unit; ModelFileError with the known ones where it is none of them."""
    aliases = ALIASES if quantity.in_bytes else ALIASES_OF_COUNTS
    name = aliases.get(claim.unit, claim.unit)
    slots = any(isinstance(term, Slots) for term in quantity.terms)
    known = UNITS_OF_COUNT if slots else UNITS
    if name not in known:
        raise ModelFileError(
            claim.place,
            sentence("claim.no_unit", unit=quoted(claim.unit), quantity=quoted(claim.quantity)),
            layer=sentence("claim.label"),
            advice=suggestion(claim.unit, known) or sentence("hint.one_of", names=", ".join(known)),
        )
    return Unit(name, quantity.in_bytes, b)


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
