"""A size of memory as people write it, such as `8GB` or `1.5 GiB`, in bytes."""

from __future__ import annotations

import re
from fractions import Fraction

from explainer.errors import UsageError, named, nearest, shown
from explainer.language import sentence
from explainer.network.units import UNITS_OF_MEMORY
from explainer.network.whole_numbers import LARGEST

# A number, with at most so many digits behind the point, and a unit.
SIZE = re.compile(r"0*(?P<whole>[0-9]+)(?P<part>\.[0-9]{1,30})? *(?P<unit>[A-Za-z]*)", re.ASCII)
UNITS = {"": 1, "B": 1, **UNITS_OF_MEMORY}
NAMES = [name for name in UNITS if name]


def bytes_of(text: str) -> int:
    """The whole bytes of a size; UsageError where it is none.

    >>> bytes_of("8GB"), bytes_of("1.5 KiB"), bytes_of("64")
    (8000000000, 1536, 64)
    """
    match = SIZE.fullmatch(text.strip())
    if match is None:
        raise UsageError(sentence("memory.no_size", given=shown(text)))
    unit = match["unit"]
    if unit not in UNITS:
        raise UsageError(sentence("memory.no_unit", name=named(unit)), _hint(unit))
    if len(match["whole"]) > len(str(LARGEST)):
        raise _too_large(text)
    size = int(Fraction(match["whole"] + (match["part"] or "")) * UNITS[unit])
    if size > LARGEST:
        raise _too_large(text)
    return at_least_one(size)


def at_least_one(size: object) -> int:
    """The size, where it is a whole number of bytes from 1 to 10^18."""
    if isinstance(size, bool) or not isinstance(size, int):
        raise UsageError(sentence("memory.no_bytes", given=shown(size)))
    if size < 1:
        raise UsageError(sentence("memory.too_small", given=shown(size)))
    if size > LARGEST:
        raise _too_large(size)
    return size


def _too_large(size: object) -> UsageError:
    return UsageError(sentence("memory.too_large", most=LARGEST // 10**9, given=shown(size)))


def _hint(unit: str) -> str:
    """The unit that is spelled alike but for capitals, the nearest one, or all of them."""
    alike = [name for name in NAMES if name.casefold() == unit.casefold()]
    close = alike[0] if alike else nearest(unit, NAMES)
    if close:
        return sentence("hint.meant", name=repr(close))
    return sentence("hint.known_are", names=", ".join(NAMES))
