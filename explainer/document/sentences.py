"""Whole sentences, from templates/sentences.yaml and from docstrings, as inline parts.

    say("glance.most", layer=User("conv1_1"), values=3_211_264)

A number becomes Num, a text of ours Words, and text from the user's file has to come as
User. In a docstring the symbols of formulas (`c_out`, `k_h`) are set as symbols.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import yaml

from explainer.document.nodes import Code, Inline, Inlines, Num, Strong, Var, Words
from explainer.maths.tree import Exact
from explainer.resources import resource

Part: TypeAlias = "Inline | Inlines | Exact | str"

TOKEN = re.compile(r"\{(?P<slot>\w+)\}|`(?P<code>[^`]+)`|\*\*(?P<strong>[^*]+)\*\*")
SYMBOL = re.compile(r"\b(?:[HWDLcnkspdPAgMb]_[a-z0-9]+(?:_[a-z]+)*)\b")


@cache
def sentences() -> dict[str, str]:
    """Every sentence by its key, `part.name`."""
    text = resource("templates").joinpath("sentences.yaml").read_text(encoding="utf-8")
    loaded = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {
        f"{part}.{key}": " ".join(s.split())
        for part, group in loaded.items()
        for key, s in group.items()
    }


def say(key: str, /, **slots: Part) -> Inlines:
    """The sentence of that key, its slots filled."""
    return _fill(sentences()[key], slots)


def knows(key: str) -> bool:
    """Whether there is a sentence of that key."""
    return key in sentences()


def plain(key: str) -> str:
    """A sentence without slots, as text."""
    return sentences()[key]


@cache
def prose(text: str) -> Inlines:
    """A docstring's sentence, its symbols and its code set as such."""
    return _fill(text, {})


def _fill(text: str, slots: dict[str, Part]) -> Inlines:
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
