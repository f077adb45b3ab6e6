"""From values to bytes and from bytes to MB or MiB, and the slips that are made on the way."""

from __future__ import annotations

from explainer.maths import Mistake
from explainer.maths.formulary import Formulary
from explainer.memory.units import UNITS_OF_COUNT, UNITS_OF_MEMORY

# values → values of a batch → bytes, each with its slips
amounts = Formulary()
# slips that are looked for when a number has to be explained, and shown nowhere else
seldom = Formulary()
# bytes → one formula a unit, each with the units that are mistaken for it
memory_units = Formulary()


@amounts.formula(name="values_of_batch")
def values_of_batch(values, batch):
    """Every image of the batch stores values of its own."""
    return values * batch


@amounts.mistake(instead_of="values_of_batch")
def batch_forgotten(values):
    """The figure for one image has to be multiplied by the number of images in the batch."""
    return values


@amounts.formula(name="values_shared")
def values_shared(values):
    """All images of a batch share the parameters."""
    return values


@amounts.mistake(instead_of="values_shared")
def batch_multiplied_into_weights(values, batch):
    """All images of a batch share the parameters: only the activations grow with the batch."""
    return values * batch


@amounts.formula(name="size")
def size(values, b):
    """Every value takes the bytes of its type."""
    return values * b


@amounts.mistake(instead_of="size")
def bytes_per_value_wrong(values):
    """Eight bytes are double precision: a value of this type takes fewer."""
    return values * 8


@amounts.mistake(instead_of="size")
def values_for_bytes(values):
    """A number of values is not yet a number of bytes: each value takes several."""
    return values


@amounts.mistake(instead_of="values")
def bytes_for_values(values, b):
    """A number of bytes is not a number of values: each value takes several bytes."""
    return values * b


@amounts.mistake(instead_of="size")
def rounded_before_multiplying(values_rounded, b):
    """A count that is rounded first loses what it dropped: multiply exactly, round at the end."""
    return values_rounded * b


@seldom.mistake(instead_of="size")
def two_bytes_per_value(values):
    """Two bytes are half precision: the bytes of a value go by its own type."""
    return values * 2


@seldom.mistake(instead_of="size")
def four_bytes_per_value(values):
    """Four bytes are single precision: the bytes of a value go by its own type."""
    return values * 4


@seldom.mistake(instead_of="size")
def bits_for_bytes(values, b):
    """Eight bits are one byte: the number of bits is eight times the number of bytes."""
    return values * b * 8


@seldom.mistake(instead_of="size")
def bytes_taken_for_bits(values, b):
    """The bytes of a value are bytes already: dividing them by eight takes them for bits."""
    return values * b / 8


@memory_units.formula()
def kB(size):
    """One kB is 1,000 bytes."""
    return size / 10**3


@memory_units.mistake(instead_of="kB")
def kb_for_kib(size):
    """Dividing by 1,024 gives KiB: one kB is 1,000 bytes."""
    return size / 2**10


@memory_units.formula()
def MB(size):
    """One MB is 1,000,000 bytes."""
    return size / 10**6


@memory_units.mistake(instead_of="MB")
def mb_for_mib(size):
    """Dividing by 1,024² gives MiB: one MB is 1,000,000 bytes, and one MiB is 4.9 % more."""
    return size / 2**20


@memory_units.formula()
def GB(size):
    """One GB is 1,000,000,000 bytes."""
    return size / 10**9


@memory_units.mistake(instead_of="GB")
def gb_for_gib(size):
    """Dividing by 1,024³ gives GiB: one GB is 1,000,000,000 bytes, and one GiB is 7.4 % more."""
    return size / 2**30


@memory_units.mistake(instead_of="GB")
def gb_for_mib(size):
    """Dividing by 1,024² gives MiB, about a thousandth of a GB each."""
    return size / 2**20


@memory_units.formula()
def KiB(size):
    """One KiB is 1,024 bytes."""
    return size / 2**10


@memory_units.mistake(instead_of="KiB")
def kib_for_kb(size):
    """Dividing by 1,000 gives kB: one KiB is 1,024 bytes."""
    return size / 10**3


@memory_units.formula()
def MiB(size):
    """One MiB is 1,024² bytes."""
    return size / 2**20


@memory_units.mistake(instead_of="MiB")
def mib_for_mb(size):
    """Dividing by 1,000,000 gives MB: one MiB is 1,024² bytes, 4.9 % more."""
    return size / 10**6


@memory_units.formula()
def GiB(size):
    """One GiB is 1,024³ bytes."""
    return size / 2**30


@memory_units.mistake(instead_of="GiB")
def gib_for_gb(size):
    """Dividing by 1,000,000,000 gives GB: one GiB is 1,024³ bytes, 7.4 % more."""
    return size / 10**9


def unit_taken_for(unit: str, other: str) -> Mistake:
    """A figure in another unit, written with this one: any two units of the same sort."""
    divisor = (UNITS_OF_COUNT | UNITS_OF_MEMORY)[other]

    def wrong(size):
        """A number is divided by the size of the unit that is written behind it, by no other."""
        return size / divisor

    return Mistake(f"{unit}_for_{other}".lower(), wrong, instead_of=unit)
