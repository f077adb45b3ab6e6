"""Whole sentences, from the catalogue and from docstrings, as inline parts.

    say("glance.most", layer=User("conv1_1"), values=3_211_264)

A number becomes Num, a text of ours Words, and text from the user's file has to come as
User. In a docstring the symbols of formulas (`c_out`, `k_h`) are set as symbols.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from explainer.language import SentenceError, knows, translated
from explainer.language import texts as sentences
from explainer.language.catalogue import slots_of
from explainer.language.say import chosen, disagreement
from explainer.maths.tree import Exact
from explainer.page.nodes import Code, Inline, Inlines, Link, Num, Strong, Struck, User, Var, Words

Part: TypeAlias = "Inline | Inlines | Exact | str"

TOKEN = re.compile(r"\{(?P<slot>\w+)\}|`(?P<code>[^`]+)`|\*\*(?P<strong>[^*]+)\*\*")
SYMBOL = re.compile(r"\b(?:[HWDLcnkspdPAgMb]_[a-z0-9]+(?:_[a-z]+)*)\b")

__all__ = ["SentenceError", "knows", "prose", "say", "sentences"]


def say(key: str, /, **slots: Part) -> Inlines:
    """The sentence of that key, its slots filled.

    SentenceError where there is no such sentence, where it has no slot for what is given, and
    where a slot is given nothing, or something empty.
    """
    return _fill(chosen(key, slots, is_empty), slots)


def prose(english: str) -> Inlines:
    """A docstring's sentence in the current language, its symbols and its code set as such.

    SentenceError where it is empty or has a slot: nobody fills it.
    """
    return _prose(translated(english))


@cache
def _prose(sentence: str) -> Inlines:
    if slots_of(sentence):
        raise SentenceError(sentence, disagreement(slots_of(sentence), {}))
    if is_empty(sentence):
        raise SentenceError(sentence, "is empty.")
    return _fill(sentence, {})


def is_empty(part: Part | None) -> bool:
    """Whether a reader would see nothing of it: no text at all, or blanks alone."""
    match part:
        case None:
            return True
        case str(word) | Words(word) | Code(word) | User(word) | Var(word):
            return not word.strip()
        case Strong(parts) | Struck(parts) | Link(parts):
            return is_empty(parts)
        case tuple():
            return all(map(is_empty, part))
        case _:
            return False


def _fill(sentence: str, slots: Mapping[str, Part]) -> Inlines:
    parts: list[Inline] = []
    for piece in _pieces(sentence):
        if isinstance(piece, Slot):
            parts += _part(slots[piece.name])
        else:
            parts.append(piece)
    return tuple(parts)


@dataclass(frozen=True)
class Slot:
    """A place in a sentence that is filled when it is said."""

    name: str


@cache
def _pieces(sentence: str) -> tuple[Inline | Slot, ...]:
    """A sentence cut into words, symbols, code, and the slots between them."""
    parts: list[Inline | Slot] = []
    end = 0
    for match in TOKEN.finditer(sentence):
        parts += _words(sentence[end : match.start()])
        end = match.end()
        if match["slot"]:
            parts.append(Slot(match["slot"]))
        elif match["code"]:
            parts.append(Code(match["code"]))
        else:
            parts.append(Strong(tuple(_words(match["strong"]))))
    return (*parts, *_words(sentence[end:]))


def _part(part: Part) -> Inlines:
    if isinstance(part, tuple):
        return part
    if isinstance(part, str):
        return (Words(part),)
    return (Num(part),) if isinstance(part, Exact) else (part,)


def _words(words: str) -> list[Inline]:
    parts: list[Inline] = []
    end = 0
    for match in SYMBOL.finditer(words):
        parts += [Words(words[end : match.start()]), Var(match[0])]
        end = match.end()
    parts.append(Words(words[end:]))
    return [part for part in parts if not isinstance(part, Words) or part.text]
