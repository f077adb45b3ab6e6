"""Whole numbers that a caller gives, such as of devices or of threads: read, and refused."""

from __future__ import annotations

from explainer.errors import UsageError, shown

MOST = 10**6
# Of images, of micro-batches, of bytes of memory: as of every number in a model file.
LARGEST = 10**18


def counted(what: str, given: str | int) -> int:
    """The number, from 1 to a million; UsageError in a sentence about `what` for anything else.

    >>> counted("number of devices", "64")
    64
    """
    if isinstance(given, str) and given.isascii() and given.isdigit() and len(given) <= 7:
        given = int(given)
    if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= MOST:
        raise UsageError(
            f"The {what} has to be a whole number from 1 to 1,000,000, and it is {shown(given)}."
        )
    return given


def check_whole(number: object, what: str) -> None:
    """Refuse what is no whole number from 1 to 10^18; None is not said."""
    if number is None:
        return
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= LARGEST:
        raise UsageError(f"{what} from 1 to 10^18, and it is {shown(number)}.")


def check_flag(given: object, what: str) -> None:
    """Refuse what is neither True nor False; None is not said."""
    if not isinstance(given, bool | None):
        raise UsageError(f"{what} has to be True or False, and it is {shown(given)}.")
