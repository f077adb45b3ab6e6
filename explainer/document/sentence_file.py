"""The file of sentences, read strictly: what it can say wrong is found when it is read.

A key that stands twice would silently overwrite the first sentence with the second; a slot in
another spelling, or within `code` or **bold**, would reach the reader as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from functools import cache
from typing import Any

import yaml

from explainer.resources import resource

SLOT = re.compile(r"\{(\w+)\}")
SET = re.compile(r"`[^`]+`|\*\*[^*]+\*\*")


class SentenceError(Exception):
    """A sentence and who says it don't agree: a fault of ours, which names key and slot."""

    def __init__(self, key: str, fault: str) -> None:
        super().__init__(f"The sentence {key!r} {fault}")


def read_sentences(text: str) -> dict[str, str]:
    """Every sentence by its key, `part.name`; SentenceError names the first that is wrong."""
    loaded = yaml.load(text, Loader=_Loader)
    return {
        f"{part}.{key}": _checked(f"{part}.{key}", sentence)
        for part, group in loaded.items()
        for key, sentence in group.items()
    }


@cache
def sentences() -> dict[str, str]:
    """Every sentence of the program by its key."""
    return read_sentences(
        resource("templates").joinpath("sentences.yaml").read_text(encoding="utf-8")
    )


@cache
def slots_of(text: str) -> frozenset[str]:
    """The slots of a sentence."""
    return frozenset(SLOT.findall(text))


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader, for which a key that stands twice is a fault."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """A mapping whose keys are texts, each there once."""
        lines: dict[str, int] = {}
        for name, _ in node.value:
            line = name.start_mark.line + 1
            if name.tag != "tag:yaml.org,2002:str":
                raise SentenceError(name.value, f"(line {line}) has a key that is no text.")
            if name.value in lines:
                fault = f"stands twice, in line {lines[name.value]} and in line {line}."
                raise SentenceError(name.value, fault)
            lines[name.value] = line
        whole: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return whole


def _checked(key: str, sentence: object) -> str:
    if not isinstance(sentence, str) or not sentence.strip():
        raise SentenceError(key, f"is no text: {sentence!r}.")
    text = " ".join(sentence.split())
    if set("{}") & set(SLOT.sub("", text)):
        raise SentenceError(key, f"has a brace that belongs to no {{slot}}: {text}")
    for piece in SET.findall(text):
        if slots := SLOT.findall(piece):
            raise SentenceError(key, f"has the slot {slots[0]!r} within {piece}: it isn't filled.")
    return text
