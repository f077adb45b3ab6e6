"""How many segments a reader asks for: a whole number, or `best`."""

from __future__ import annotations

import re
from typing import Literal

from explainer.errors import UsageError, nearest, shown
from explainer.memory.whole import LARGEST


def segments_of(asked: str | int) -> int | Literal["best"]:
    """The number, or `best`; UsageError for anything else.

    >>> segments_of("6"), segments_of("best"), segments_of(3)
    (6, 'best', 3)
    """
    if asked == "best":
        return "best"
    if isinstance(asked, int) and not isinstance(asked, bool) and 1 <= asked <= LARGEST:
        return asked
    digits = isinstance(asked, str) and re.fullmatch(r"0*[1-9][0-9]{0,17}", asked)
    if digits:
        return int(asked)
    near = isinstance(asked, str) and nearest(asked.casefold(), ["best"])
    hint = " Did you mean 'best'?" if near else ""
    raise UsageError(
        "The segments of checkpointing have to be a whole number from 1 on, or best, "
        f"and it is {shown(asked)}.{hint}"
    )
