"""Numbers as the tools print them: rounded by Python's own format, as the tools do."""

from __future__ import annotations

from fractions import Fraction

from explainer.maths.decimals import rounded_text

# From here on a float can't tell neighbours apart in its decimals.
EXACT_IN_A_FLOAT = 2**50
KERAS_UNITS = ("B", "KB", "MB", "GB", "TB", "PB")


def decimals(value: Fraction, digits: int = 2, grouped: str = "") -> str:
    """The number as `"%.2f"` writes it: to even where it is halfway, as far as a float is."""
    if value >= EXACT_IN_A_FLOAT:
        text = rounded_text(value, digits)
        return text if grouped else text.replace(",", "")
    return f"{float(value):{grouped}.{digits}f}"


def in_mebi(size: int) -> str:
    """Bytes divided by 2^20, with two decimals."""
    return decimals(Fraction(size, 2**20))


def in_binary_unit(size: int) -> str:
    """Bytes in MiB, or in KiB where they are fewer than one MiB, with their own name."""
    unit, divisor = ("MiB", 2**20) if size >= 2**20 else ("KiB", 2**10)
    return f"{decimals(Fraction(size, divisor))} {unit}"


def in_mega(size: int) -> str:
    """Bytes divided by 10^6, with two decimals."""
    return decimals(Fraction(size, 10**6))


def as_keras(size: int) -> str:
    """Bytes as Keras writes them: divided by 1,024 until less than 1,024 are left."""
    value, units = Fraction(size), list(KERAS_UNITS)
    while value >= 1024 and len(units) > 1:
        value /= 1024
        units.pop(0)
    return f"{decimals(value)} {units[0]}"


def in_thousands(count: int) -> str:
    """A count as the table of CS231n writes it: whole, with K or M where it is longer."""
    if count < 10**4:
        return str(count)
    unit, size = ("M", 10**6) if count >= 10**6 else ("K", 10**3)
    return f"{rounded_text(Fraction(count, size), 0)}{unit}"
