"""The verdict on a number, whoever asks."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What a number is beside the right one; the words are those of `diagnose --json`.

    EARLY: the method is right, and its parts were rounded before they were multiplied or added.
    BOUND: it is said to be less or more than the number, and it is. MEASURED: it was measured, of
    something else than what is derived. ELSEWHERE: it is right by the conventions of its source.
    UNKNOWN: the right number can't be derived. NO_NUMBER: nothing that can be judged was written.
    """

    RIGHT = "right"
    ROUNDED = "right as rounded"
    EARLY = "rounded early"
    UNIT = "wrong unit"
    BOUND = "true bound"
    MEASURED = "measured elsewhere"
    ELSEWHERE = "right elsewhere"
    EXPLAINED = "explained"
    NOT_EXPLAINED = "not explained"
    UNKNOWN = "unknown"
    NO_NUMBER = "no number"

    @property
    def is_right(self) -> bool:
        """Whether what is said is right: all digits, as it was rounded, or as a bound."""
        return self in (Verdict.RIGHT, Verdict.ROUNDED, Verdict.BOUND)

    @property
    def is_wrong(self) -> bool:
        """Whether the number is wrong in every unit, whether or not that is explained."""
        return self in (Verdict.EXPLAINED, Verdict.NOT_EXPLAINED, Verdict.EARLY)

    @property
    def in_files(self) -> str:
        """As JSON and CSV have it, where what can't be derived is not explained either."""
        return str(Verdict.NOT_EXPLAINED if self is Verdict.UNKNOWN else self)
