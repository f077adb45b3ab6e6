"""A lesson's Markdown with places for markup: python-markdown never sees what stands there."""

from __future__ import annotations

import re

import markdown
from markupsafe import Markup

# Signs that no text has (private use), around the number of a place.
OPEN, CLOSE = "\ue000", "\ue001"
IN_TEXT = re.compile(f"{OPEN}([0-9]+){CLOSE}")
ALONE = re.compile(f"<p>{OPEN}([0-9]+){CLOSE}</p>")
EXTENSIONS = ("tables", "toc")


class Places:
    """What a lesson's functions made, kept apart until the Markdown has become HTML."""

    def __init__(self) -> None:
        self._made: list[Markup] = []

    def inline(self, markup: Markup) -> str:
        """The place of markup within a sentence."""
        self._made.append(markup)
        return f"{OPEN}{len(self._made) - 1}{CLOSE}"

    def block(self, markup: Markup) -> str:
        """The place of markup that is a paragraph of its own."""
        return f"\n\n{self.inline(markup)}\n\n"

    def html(self, text: str) -> Markup:
        """The Markdown, which is ours, as HTML, with everything in its place."""
        written = markdown.markdown(text, extensions=list(EXTENSIONS))
        for pattern in (ALONE, IN_TEXT):
            written = pattern.sub(lambda found: str(self._made[int(found[1])]), written)
        return Markup(written)  # our own text, and markup
