"""Whole numbers that a caller gives, such as of devices or of threads: read, and refused."""

from __future__ import annotations

from explainer.errors import UsageError, shown

MOST = 10**6
# Of images, of micro-batches, of bytes of memory: as of every number in a model file.
LARGEST = 10**18


def whole_from(given: object, least: int, most: int) -> int | None:
    """The whole number that was given, as one or in digits; None for anything else.

    >>> whole_from("64", 1, 100), whole_from(0, 1, 100), whole_from(True, 1, 100)
    (64, None, None)
    """
    if isinstance(given, str):
        digits = given.isascii() and given.isdigit() and len(given) <= len(str(most))
        given = int(given) if digits else None
    if isinstance(given, bool) or not isinstance(given, int):
        return None
    return given if least <= given <= most else None


def counted(what: str, given: str | int) -> int:
    """The number, from 1 to a million; UsageError in a sentence about `what` for anything else.

    >>> counted("number of devices", "64")
    64
    """
    number = whole_from(given, 1, MOST)
    if number is None:
        raise UsageError(
            f"The {what} has to be a whole number from 1 to 1,000,000, and it is {shown(given)}."
        )
    return number


def check_whole(number: object, what: str) -> None:
    """Refuse what is no whole number from 1 to 10^18, and digits too; None is not said."""
    if number is None:
        return
    if isinstance(number, str) or whole_from(number, 1, LARGEST) is None:
        raise UsageError(f"{what} from 1 to 10^18, and it is {shown(number)}.")


def word_as_whole(text: str, what: str) -> int:
    """The number in a word of the command line, as `check_whole` has it of a number."""
    number = whole_from(text, 1, LARGEST)
    check_whole(text if number is None else number, what)
    return int(text)


def check_flag(given: object, what: str) -> None:
    """Refuse what is neither True nor False; None is not said."""
    if not isinstance(given, bool | None):
        raise UsageError(f"{what} has to be True or False, and it is {shown(given)}.")
