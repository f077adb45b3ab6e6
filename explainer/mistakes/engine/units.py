"""A quantity in the unit of a claim: values or bytes, and thousands or 1024s of them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from explainer.errors import ModelFileError
from explainer.language import sentence
from explainer.maths import Exact, as_exact
from explainer.mistakes.engine.quantity import Quantity, Slots
from explainer.network.units import UNITS_OF_COUNT, UNITS_OF_MEMORY
from explainer.readers.wording import quoted, suggestion
from explainer.spec import ClaimSpec

ALIASES = {"B": "bytes", "byte": "bytes", "value": "values", "KB": "kB", "k": "K"}
# What is counted has billions: `7B` parameters are no seven bytes.
ALIASES_OF_COUNTS = ALIASES | {"B": "G"}
UNITS = UNITS_OF_COUNT | UNITS_OF_MEMORY


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
