"""The error of a sentence that can't be said: a fault of ours."""

from __future__ import annotations


class SentenceError(Exception):
    """A sentence and who says it don't agree: a fault of ours, which names key and slot."""

    def __init__(self, key: str, fault: str) -> None:
        super().__init__(f"The sentence {key!r} {fault}")
