"""The verdict on a number, whoever asks."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What a number is beside the right one; the words are those of `diagnose --json`.

    UNKNOWN: the right number can't be derived. NO_NUMBER: nothing that can be judged was written.
    """

    RIGHT = "right"
    ROUNDED = "right as rounded"
    UNIT = "wrong unit"
    EXPLAINED = "explained"
    NOT_EXPLAINED = "not explained"
    UNKNOWN = "unknown"
    NO_NUMBER = "no number"

    @property
    def is_right(self) -> bool:
        """Whether the number is right, all digits or as it was rounded."""
        return self in (Verdict.RIGHT, Verdict.ROUNDED)

    @property
    def is_wrong(self) -> bool:
        """Whether the number is wrong in every unit, whether or not that is explained."""
        return self in (Verdict.EXPLAINED, Verdict.NOT_EXPLAINED)

    @property
    def in_files(self) -> str:
        """As JSON and CSV have it, where what can't be derived is not explained either."""
        return str(Verdict.NOT_EXPLAINED if self is Verdict.UNKNOWN else self)
