"""Text as it was written: what cannot be printed becomes visible, and parts become a plain string.

A model file may hold characters that no font has and no HTML allows (control characters,
halves of pairs, code points without a character). They are shown by their number, ⟨U+0007⟩,
so that nothing a user wrote disappears or acts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import assert_never

from explainer.maths import Tree
from explainer.maths.tree import Symbol
from explainer.page import nodes as n
from explainer.render.maths.numerals import in_words
from explainer.render.maths.speech import spoken

# No character, half of a pair, private, control, line and paragraph separator.
_UNSEEN = {"Cn", "Cs", "Co", "Cc", "Zl", "Zp"}


def literal(text: str) -> str:
    """The text with every character that cannot be printed shown by its number."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character in "\t\n\r":
        return " "
    unseen = unicodedata.category(character) in _UNSEEN
    return f"⟨U+{ord(character):04X}⟩" if unseen else character


def plain(parts: n.Inlines, formula: Callable[[Tree], str] = spoken) -> str:
    """The parts as one string; formula: how a formula is put, spoken unless told."""
    return "".join(_plain(part, formula) for part in parts)


def _plain(part: n.Inline, formula: Callable[[Tree], str]) -> str:
    match part:
        case n.Words(text):
            return text
        case n.Code(text) | n.User(text):
            return literal(text)
        case n.Strong(parts) | n.Struck(parts) | n.Link(parts):
            return plain(parts, formula)
        case n.Var(name):
            return formula(Symbol(name))
        case n.Num(value):
            return in_words(value)
        case n.Maths(tree):
            return formula(tree)
        case _:
            assert_never(part)
