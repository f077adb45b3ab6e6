"""Sizes counted from the definitions: where windows begin, and what they cover."""

from __future__ import annotations

from itertools import count


def places(size: int, span: int, step: int, before: int, after: int) -> int:
    """How many windows lie wholly within the padded axis, from its beginning on in steps."""
    return len(range(-before, size + after - span + 1, step))


def places_rounded_up(size: int, span: int, step: int, before: int, after: int) -> int:
    """The same with a last window that hangs over, if it begins in the image or before it."""
    for windows, begin in enumerate(count(-before, step)):
        if begin >= size:
            return windows
        if begin + span >= size + after:
            return windows + 1
    raise AssertionError


def covered(size: int, span: int, step: int, before: int, after: int, more: int) -> int:
    """How far the windows of a transposed convolution reach, less what is cut off at the ends."""
    ends = [window * step + span for window in range(size)]
    return max(ends) + more - before - after


def product(numbers: tuple[int, ...] | list[int]) -> int:
    """All of them multiplied."""
    result = 1
    for number in numbers:
        result *= number
    return result
