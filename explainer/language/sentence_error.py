"""The error of a sentence: a fault of ours, for whoever works on the program."""

from __future__ import annotations


class SentenceError(Exception):
    """A sentence and who says it don't agree: a fault of ours, which names key and slot."""

    def __init__(self, key: str, fault: str) -> None:
        super().__init__(f"The sentence {key!r} {fault}")
