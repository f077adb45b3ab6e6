"""Whole sentences, from templates/sentences.yaml and from docstrings, as inline parts.

    say("glance.most", layer=User("conv1_1"), values=3_211_264)

A number becomes Num, a text of ours Words, and text from the user's file has to come as
User. In a docstring the symbols of formulas (`c_out`, `k_h`) are set as symbols.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from explainer.document.nodes import Code, Inline, Inlines, Link, Num, Strong, User, Var, Words
from explainer.document.sentence_file import SLOT, SentenceError, sentences, slots_of
from explainer.maths.tree import Exact

Part: TypeAlias = "Inline | Inlines | Exact | str"

TOKEN = re.compile(r"\{(?P<slot>\w+)\}|`(?P<code>[^`]+)`|\*\*(?P<strong>[^*]+)\*\*")
SYMBOL = re.compile(r"\b(?:[HWDLcnkspdPAgMb]_[a-z0-9]+(?:_[a-z]+)*)\b")

__all__ = ["SentenceError", "knows", "plain", "prose", "say", "sentences", "worded"]


def say(key: str, /, **slots: Part) -> Inlines:
    """The sentence of that key, its slots filled.

    SentenceError where there is no such sentence, where it has no slot for what is given, and
    where a slot is given nothing, or something empty.
    """
    text = _text(key)
    _check(key, text, slots)
    return _fill(text, slots)


def knows(key: str) -> bool:
    """Whether there is a sentence of that key."""
    return key in sentences()


def plain(key: str) -> str:
    """A sentence without slots, as text; SentenceError where it has one."""
    text = _text(key)
    if slots_of(text):
        raise SentenceError(key, _disagreement(slots_of(text), {}))
    return text


def worded(key: str, /, **slots: str) -> str:
    """A sentence whose slots are filled with texts, as text; it refuses what `say` refuses."""
    text = _text(key)
    _check(key, text, slots)
    return SLOT.sub(lambda slot: slots[slot[1]], text)


@cache
def prose(text: str) -> Inlines:
    """A docstring's sentence, its symbols and its code set as such.

    SentenceError where it is empty or has a slot: nobody fills it.
    """
    if slots_of(text):
        raise SentenceError(text, _disagreement(slots_of(text), {}))
    if is_empty(text):
        raise SentenceError(text, "is empty.")
    return _fill(text, {})


def is_empty(part: Part | None) -> bool:
    """Whether a reader would see nothing of it: no text at all, or blanks alone."""
    match part:
        case None:
            return True
        case str(text) | Words(text) | Code(text) | User(text) | Var(text):
            return not text.strip()
        case Strong(parts) | Link(parts):
            return is_empty(parts)
        case tuple():
            return all(map(is_empty, part))
        case _:
            return False


def _text(key: str) -> str:
    if key not in sentences():
        raise SentenceError(key, "is not in the file.")
    return sentences()[key]


def _check(key: str, text: str, slots: Mapping[str, Part]) -> None:
    """Whether each slot is given something, and nothing else is given."""
    if slots.keys() != slots_of(text):
        raise SentenceError(key, _disagreement(slots_of(text), slots))
    for name, part in slots.items():
        if is_empty(part):
            raise SentenceError(key, f"is given {part!r} for its slot {name!r}, which is empty.")


def _disagreement(slots: frozenset[str], given: Collection[str]) -> str:
    """What is given and not used, or used and not given, named."""
    unused, missing = sorted(set(given) - slots), sorted(slots - set(given))
    told = [f"has no slot {', '.join(map(repr, unused))}, which is given"] if unused else []
    told += [f"is given nothing for its slot {', '.join(map(repr, missing))}"] if missing else []
    return f"{', and '.join(told)}."


def _fill(text: str, slots: Mapping[str, Part]) -> Inlines:
    parts: list[Inline] = []
    for piece in _pieces(text):
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
def _pieces(text: str) -> tuple[Inline | Slot, ...]:
    """A sentence cut into words, symbols, code, and the slots between them."""
    parts: list[Inline | Slot] = []
    end = 0
    for match in TOKEN.finditer(text):
        parts += _words(text[end : match.start()])
        end = match.end()
        if match["slot"]:
            parts.append(Slot(match["slot"]))
        elif match["code"]:
            parts.append(Code(match["code"]))
        else:
            parts.append(Strong(tuple(_words(match["strong"]))))
    return (*parts, *_words(text[end:]))


def _part(part: Part) -> Inlines:
    if isinstance(part, tuple):
        return part
    if isinstance(part, str):
        return (Words(part),)
    return (Num(part),) if isinstance(part, Exact) else (part,)


def _words(text: str) -> list[Inline]:
    parts: list[Inline] = []
    end = 0
    for match in SYMBOL.finditer(text):
        parts += [Words(text[end : match.start()]), Var(match[0])]
        end = match.end()
    parts.append(Words(text[end:]))
    return [part for part in parts if not isinstance(part, Words) or part.text]
