"""Whole numbers that a caller gives, such as of devices or of threads: read, and refused."""

from __future__ import annotations

from explainer.errors import UsageError

MOST = 10**6


def counted(what: str, given: str | int) -> int:
    """The number, from 1 to a million; UsageError in a sentence about `what` for anything else.

    >>> counted("number of devices", "64")
    64
    """
    if isinstance(given, str) and given.isascii() and given.isdigit() and len(given) <= 7:
        given = int(given)
    if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= MOST:
        raise UsageError(
            f"The {what} has to be a whole number from 1 to 1,000,000, "
            f"and it is {given if given != '' else 'empty'}."
        )
    return given
