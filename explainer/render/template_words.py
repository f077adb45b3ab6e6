"""What the templates say, as markup: `{{ say("site.exercise", number=3) }}`."""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup

from explainer.language.catalogue import SLOT
from explainer.language.numbers import number
from explainer.language.say import chosen

CODE = re.compile(r"`([^`]+)`")
STRONG = re.compile(r"\*\*([^*]+)\*\*")


def say(key: str, /, **slots: str | int) -> Markup:
    """The sentence of that key, its `code` and **bold** as elements.

    slots: markup stays as it is, any other text is escaped, and a number is written in full.
    SentenceError where the sentence and the slots don't agree.
    """
    whole = chosen(key, slots, lambda given: isinstance(given, str) and not given.strip())
    return Markup("").join(
        _filled(slots[piece]) if place % 2 else piece for place, piece in enumerate(_pieces(whole))
    )


def _filled(given: str | int) -> Markup:
    return Markup.escape(number(given) if isinstance(given, int) else given)


@cache
def _pieces(whole: str) -> tuple[str, ...]:
    """The words as markup, and, every second, the name of a slot."""
    return tuple(
        piece if place % 2 else _ours(piece) for place, piece in enumerate(SLOT.split(whole))
    )


def _ours(words: str) -> Markup:
    """Words of ours; an apostrophe stays one, since attributes stand in quotation marks."""
    safe = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    safe = safe.replace('"', "&quot;")
    return Markup(STRONG.sub(r"<strong>\1</strong>", CODE.sub(r"<code>\1</code>", safe)))
