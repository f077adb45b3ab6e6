"""The language that is spoken now: English, until `with speaking("de")` says another.

It belongs to the context (contextvars), so threads and tasks don't disturb each other; a process
that works along is told it, as everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

SOURCE = "en"  # the language that the program is written in
_CURRENT = ContextVar("language", default=SOURCE)


def current() -> str:
    """The language that is spoken now, as `en`: the name of its catalogue and its CLDR locale."""
    return _CURRENT.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak that language in here, and the one before again behind it."""
    before = _CURRENT.set(language)
    try:
        yield
    finally:
        _CURRENT.reset(before)
