"""Texts of the site that are written by hand, one file a language: lessons, glossary, changelog.

    site/lessons/01-output-size.md        site/de/lessons/01-output-size.md

A text that nobody has translated stands there in English, as a whole.
"""

from __future__ import annotations

from pathlib import Path

from explainer.language import SOURCE, current
from explainer.resources import resource


def hand_written(name: str) -> Path:
    """The file of that name, as `glossary.md`, in the language that is spoken."""
    own = resource("site") / current() / name
    return own if current() != SOURCE and own.is_file() else resource("site") / name


def all_hand_written(folder: str) -> list[Path]:
    """Every Markdown file of a folder, in the order of their names, each in that language."""
    names = sorted(path.name for path in (resource("site") / folder).glob("*.md"))
    return [hand_written(f"{folder}/{name}") for name in names]
