"""How many segments a reader asks for: a whole number, or `best`."""

from __future__ import annotations

from typing import Literal

from explainer.errors import UsageError, nearest, shown
from explainer.language import sentence
from explainer.network.whole_numbers import LARGEST, whole_from


def segments_of(asked: str | int) -> int | Literal["best"]:
    """The number, or `best`; UsageError for anything else.

    >>> segments_of("6"), segments_of("best"), segments_of(3)
    (6, 'best', 3)
    """
    if asked == "best":
        return "best"
    number = whole_from(asked.lstrip("0") if isinstance(asked, str) else asked, 1, LARGEST)
    if number is not None:
        return number
    near = isinstance(asked, str) and nearest(asked.casefold(), ["best"])
    hint = sentence("hint.meant", name="'best'") if near else ""
    raise UsageError(sentence("segments.no_number", given=shown(asked)), hint)
