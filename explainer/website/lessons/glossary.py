"""The words of the glossary, for the links that lessons have to them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from markdown.extensions.toc import slugify

from explainer.errors import UsageError
from explainer.website.hand_written import hand_written

WORD = re.compile(r"^([^\n:].*)\n:   ", re.MULTILINE)


def words() -> tuple[str, ...]:
    """Every word of the glossary, as it is written there."""
    return _words(hand_written("glossary.md"))


@cache
def _words(path: Path) -> tuple[str, ...]:
    return tuple(WORD.findall(path.read_text(encoding="utf-8")))


def address_of(word: str) -> str:
    """Where a word is explained; UsageError where the glossary lacks it."""
    anchor: str = slugify(word, "-")
    if anchor not in {slugify(one, "-") for one in words()}:
        raise UsageError(f"A lesson names the word {word}, which the glossary lacks.")
    return f"../glossary.html#{anchor}"
