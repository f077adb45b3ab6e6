"""Bytes a value takes, and the units that bytes are printed in.

MB is 10^6 bytes and MiB is 2^20 bytes; they differ by 4.9 %, so each is always labelled.
"""

from __future__ import annotations

from fractions import Fraction

from explainer.maths.decimals import rounded_text

# Bytes of one value, by the name that torch gives the type.
BYTES: dict[str, int] = {
    "float64": 8, "float32": 4, "float16": 2, "bfloat16": 2, "int8": 1,
    "mixed_float16": 2, "mixed_bfloat16": 2,
}  # fmt: skip

# In mixed precision the layers compute in the type that the name ends with, and the optimizer
# in float32.
MIXED = "mixed_"
BYTES_OF_MASTER = BYTES["float32"]

# What one unit holds: bytes for the units of memory, values for the others.
UNITS_OF_MEMORY: dict[str, int] = {
    "bytes": 1,
    "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12,
    "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40,
}  # fmt: skip
UNITS_OF_COUNT: dict[str, int] = {"values": 1, "K": 10**3, "M": 10**6, "G": 10**9}

# How many decimals a unit is printed with at least, and how many digits that count.
DIGITS = 3
DECIMALS = {"bytes": 0, "kB": 1, "MB": 1, "GB": 2, "TB": 2, "KiB": 1, "MiB": 1, "GiB": 2, "TiB": 2}
# With three a kB shows a single byte, with six a MB; a GB always has its two.
MOST_DECIMALS = DECIMALS | {"kB": 3, "MB": 6, "KiB": 3, "MiB": 6}


def decimals_in(value: Fraction, unit: str) -> int:
    """As many decimals as the unit has, or more where a small number has too few digits else.

    >>> decimals_in(Fraction(61), "MB"), decimals_in(Fraction(886, 1000), "MB")
    (1, 3)
    """
    decimals = DECIMALS[unit]
    while decimals < MOST_DECIMALS[unit] and value * 10**decimals < 10 ** (DIGITS - 1):
        decimals += 1
    return decimals if value else DECIMALS[unit]


def in_unit(size: Fraction | int, unit: str) -> str:
    """A number of bytes in a unit, without the unit's name: `61.0`, `0.886`."""
    value = Fraction(size) / UNITS_OF_MEMORY[unit]
    return rounded_text(value, decimals_in(value, unit))


def readable_units(size: int) -> tuple[str, str]:
    """The decimal and the binary unit in which a size reads well.

    Small sizes are in kB and KiB, but for those that differ already in the first decimal of MB.
    """
    if size >= UNITS_OF_MEMORY["GB"]:
        return "GB", "GiB"
    one, other = (
        rounded_text(Fraction(size, UNITS_OF_MEMORY[unit]), DECIMALS[unit])
        for unit in ("MB", "MiB")
    )
    return ("MB", "MiB") if one != other or not size else ("kB", "KiB")
