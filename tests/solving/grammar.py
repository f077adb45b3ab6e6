"""How a text is read: sentence by sentence, from its beginning to its end.

Nothing is skipped: where no sentence fits, the rest of the text is not understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.solving.facts import Facts

NUMBER = r"\d[\d,]*"

Note = Callable[[Facts, dict[str, str]], None]
SENTENCES: list[tuple[re.Pattern[str], Note]] = []


class NotUnderstoodError(Exception):
    """The text from the first sentence on that is not understood."""


def read(text: str, facts: Facts) -> None:
    """Note everything that the text says."""
    rest = text.strip()
    while rest:
        for pattern, note in SENTENCES:
            match = pattern.match(rest)
            if match:
                note(facts, match.groupdict())
                rest = rest[match.end() :].lstrip()
                break
        else:
            raise NotUnderstoodError(rest)


def sentence(pattern: str) -> Callable[[Note], Note]:
    """Have a function note what a sentence of this form says."""

    def keep(note: Note) -> Note:
        SENTENCES.append((re.compile(pattern), note))
        return note

    return keep


def convention(name: str, pattern: str) -> None:
    """A sentence that says one thing, always the same."""
    sentence(pattern)(lambda facts, _: facts.conventions.add(name))
