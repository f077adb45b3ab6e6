"""From values to bytes and from bytes to MB or MiB, and the slips that are made on the way."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations, starmap

from explainer.maths import Formula, Mistake
from explainer.maths.formulary import Formulary
from explainer.maths.substitution import substituted
from explainer.network.units import UNITS_OF_COUNT, UNITS_OF_MEMORY

# values → values of a batch → bytes, each with its slips
amounts = Formulary("units")
# slips that are looked for when a number has to be explained, and shown nowhere else
seldom = amounts.seldom
# bytes → one formula a unit, each with the units that are mistaken for it
memory_units = Formulary("units")

BATCH_FORGOTTEN = (
    "The figure for one <image|example> has to be multiplied by the number of <images|examples> in "
    "the batch."
)
EIGHT_BYTES = "Eight bytes are double precision: a value of the type that is used here takes fewer."


@amounts.formula(name="values_of_batch")
def values_of_batch(values, batch):
    """Every <image|example> of the batch stores values of its own."""
    return values * batch


values_of_batch.mistake("batch_forgotten", batch=1, says=BATCH_FORGOTTEN)


@amounts.formula(name="values_shared")
def values_shared(values):
    """All <images|examples> of a batch share the parameters."""
    return values


@values_shared.mistake_around()
def batch_multiplied_into_weights(values_shared, batch):
    """All <images|examples> of a batch share the parameters: only the activations grow with the
    batch.
    """
    return values_shared * batch


@amounts.formula(name="size", unit="bytes")
def size(values, b):
    """Every value takes the bytes of its type."""
    return values * b


size.mistake("bytes_per_value_wrong", b=8, says=EIGHT_BYTES)
size.mistake(
    "values_for_bytes",
    b=1,
    says="A number of values is not yet a number of bytes: it has to be multiplied by the bytes "
    "of one value.",
)


@amounts.mistake(instead_of=values_shared, symbol="values")
def bytes_for_values(values, b):
    """A number of bytes is not a number of values: it has to be divided by the bytes of one
    value.
    """
    return values * b


size.mistake(
    "rounded_before_multiplying",
    values="values_rounded",
    says="A count that is rounded too early makes the product wrong: multiply the exact count, "
    "and round at the end.",
)
size.mistake(
    "two_bytes_per_value",
    b=2,
    seldom=True,
    says="Two bytes are half precision: how many bytes a value takes depends on its own type.",
)
size.mistake(
    "four_bytes_per_value",
    b=4,
    seldom=True,
    says="Four bytes are single precision: how many bytes a value takes depends on its own type.",
)


@size.mistake_around(seldom=True)
def bits_for_bytes(size):
    """Eight bits are one byte: the number of bits is eight times the number of bytes."""
    return size * 8


@size.mistake_around(seldom=True)
def bytes_taken_for_bits(size):
    """The bytes of a value are bytes already: whoever divides them by eight takes them for bits."""
    return size / 8


def in_unit(size, unit):
    """A number is divided by the size of the unit that is written behind it, by no other."""
    return size / unit


# What one of a unit is.
ONE_OF = {
    "kB": "One kB is 1,000 bytes.",
    "MB": "One MB is 1,000,000 bytes.",
    "GB": "One GB is 1,000,000,000 bytes.",
    "KiB": "One KiB is 1,024 bytes.",
    "MiB": "One MiB is 1,024² bytes.",
    "GiB": "One GiB is 1,024³ bytes.",
}


@dataclass(frozen=True)
class TakenFor:
    """A unit that is written behind a number, and the other one that the number is in."""

    unit: str
    other: str

    @property
    def name(self) -> str:
        """What the mistake is called."""
        return f"{self.unit}_for_{self.other}".lower()


# Any two units of the same sort can be taken for each other.
UNITS_TAKEN = {
    pair.name: pair
    for sort in (UNITS_OF_COUNT, UNITS_OF_MEMORY)
    for pair in starmap(TakenFor, permutations(sort, 2))
}
# The other unit that a size is divided by.
TAKEN_FOR = {
    TakenFor("kB", "KiB"): "Dividing by 1,024 gives KiB: one kB is 1,000 bytes.",
    TakenFor("MB", "MiB"): "Dividing by 1,024² gives MiB: one MB is 1,000,000 bytes, "
    "and one MiB is 4.9 % more.",
    TakenFor("GB", "GiB"): "Dividing by 1,024³ gives GiB: one GB is 1,000,000,000 bytes, "
    "and one GiB is 7.4 % more.",
    TakenFor("GB", "MiB"): "Dividing by 1,024² gives MiB, each about a thousandth of a GB.",
    TakenFor("KiB", "kB"): "Dividing by 1,000 gives kB: one KiB is 1,024 bytes.",
    TakenFor("MiB", "MB"): "Dividing by 1,000,000 gives MB: one MiB is 1,024² bytes, 4.9 % more.",
    TakenFor("GiB", "GB"): "Dividing by 1,000,000,000 gives GB: one GiB is 1,024³ bytes, "
    "7.4 % more.",
}
IN_UNITS: dict[str, Formula] = {}
for name, says in ONE_OF.items():
    decorated = memory_units.formula(
        name=name, unit=name, parts={"unit": UNITS_OF_MEMORY[name]}, says=says
    )
    IN_UNITS[name] = decorated(in_unit)
for pair, says in TAKEN_FOR.items():
    IN_UNITS[pair.unit].mistake(pair.name, unit=UNITS_OF_MEMORY[pair.other], says=says)


def unit_taken_for(pair: TakenFor) -> Mistake:
    """A figure in another unit, written with this one."""
    right, wrong = _figure(pair.unit), _figure(pair.other)
    return Mistake(pair.name, wrong.function, instead_of=right, unit=pair.unit)


def _figure(unit: str) -> Formula:
    size = (UNITS_OF_COUNT | UNITS_OF_MEMORY)[unit]
    return Formula(unit, substituted(in_unit, unit=size), unit=unit)
