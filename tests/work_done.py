"""How much a piece of work does, counted and not timed: a busy machine changes nothing."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable
from types import FrameType


def calls_in(work: Callable[[], object]) -> int:
    """How many functions are called in it, Python's own too."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def calls_of(functions: Iterable[Callable[..., object]], work: Callable[[], object]) -> list[int]:
    """How often each function runs in it; of one that remembers, how often it works anew."""
    codes = [inspect.unwrap(function).__code__ for function in functions]
    counts = dict.fromkeys(codes, 0)

    def counted(frame: FrameType, event: str, argument: object) -> None:
        if event == "call" and frame.f_code in counts:
            counts[frame.f_code] += 1

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return [counts[code] for code in codes]
