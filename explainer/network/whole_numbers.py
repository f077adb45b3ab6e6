"""Whole numbers that a caller gives, such as of devices or of threads: read, and refused."""

from __future__ import annotations

from explainer.errors import UsageError, shown
from explainer.language import Words, sentence

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


def counted(what: Words, given: str | int) -> int:
    """The number, from 1 to a million; UsageError for anything else.

    what: the subject of its sentence.

    >>> counted("The number of devices", "64")
    64
    """
    number = whole_from(given, 1, MOST)
    if number is None:
        raise UsageError(sentence("plan.whole_count", what=str(what), given=shown(given)))
    return number


def check_whole(number: object, refusal: str) -> None:
    """Refuse what is no whole number from 1 to 10^18, and digits too; None is not said."""
    if number is None:
        return
    if isinstance(number, str) or whole_from(number, 1, LARGEST) is None:
        raise UsageError(sentence(refusal, given=shown(number)))


def word_as_whole(text: str, refusal: str) -> int:
    """The number in a word of the command line, as `check_whole` has it of a number."""
    number = whole_from(text, 1, LARGEST)
    check_whole(text if number is None else number, refusal)
    return int(text)


def check_flag(given: object, what: str) -> None:
    """Refuse what is neither True nor False; None is not said."""
    if not isinstance(given, bool | None):
        raise UsageError(sentence("plan.no_flag", option=what, given=shown(given)))
