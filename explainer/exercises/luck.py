"""Whole numbers by chance, the same on every machine: digests of a seed and a counter."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
BYTES = 8


class Luck:
    """Numbers that follow from the words it is given, one after the other."""

    def __init__(self, *words: object) -> None:
        self._words = "/".join(map(str, words))
        self._count = 0

    def below(self, limit: int) -> int:
        """A number from 0 to limit − 1; each is as likely as another, but for one in 2^40."""
        self._count += 1
        digest = hashlib.sha256(f"{self._words}/{self._count}".encode()).digest()
        return int.from_bytes(digest[:BYTES], "big") % limit

    def one_of(self, things: Sequence[T]) -> T:
        """One of several things."""
        return things[self.below(len(things))]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """The things in another order."""
        left, found = list(things), []
        while left:
            found.append(left.pop(self.below(len(left))))
        return found
