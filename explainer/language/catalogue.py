"""The catalogue of a language, read strictly: what it can say wrong is found when it is read.

    templates/language/en/*.yaml

A key that stands twice would silently overwrite the first sentence with the second; a slot in
another spelling, or within `code` or **bold**, would reach the reader as it is written.

A sentence that reads otherwise for one than for many has a form for each category that its
language has (CLDR names them: zero, one, two, few, many, other), and the slot that decides:

    batch:
      by: batch
      one: One image is processed at a time; the batch is 1.
      other: "{batch} images are processed at once: the batch is {batch}."

A sentence that reads otherwise for images than for anything else has both readings, as
`one <image|example>`; see batch_item.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from explainer.language.batch_item import reading
from explainer.language.current import SOURCE
from explainer.language.sentence_error import SentenceError
from explainer.resources import resource

SLOT = re.compile(r"\{(\w+)\}")
SET = re.compile(r"`[^`]+`|\*\*[^*]+\*\*")
# What formulas, mistakes and kinds say of themselves: in English they say it, and no file.
OBJECTS = "objects.yaml"
CATEGORIES = frozenset({"zero", "one", "two", "few", "many", "other"})


@dataclass(frozen=True)
class Catalogue:
    """All that one language says.

    texts: each sentence by its key, `part.name`; a form of number as `part.name/one`.
    deciding: the slot whose number decides about the form, by the key of the sentence.
    """

    texts: dict[str, str]
    deciding: dict[str, str]


def read_catalogue(*files: str) -> Catalogue:
    """The catalogue that these files make together; SentenceError names the first fault."""
    from explainer.language.strict_yaml import load

    texts: dict[str, str] = {}
    deciding: dict[str, str] = {}
    for file in files:
        for part, group in load(file).items():
            for name, sentence in group.items():
                key = f"{part}.{name}"
                if key in texts or key in deciding:
                    raise SentenceError(key, "stands in two files.")
                if isinstance(sentence, dict):
                    deciding[key] = _deciding(key, sentence)
                    texts |= _forms(key, sentence)
                else:
                    texts[key] = _checked(key, sentence)
    return Catalogue(texts, deciding)


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language, as `en`."""
    paths = sorted((resource("templates") / "language" / language).glob("*.yaml"))
    said = (path for path in paths if language != SOURCE or path.name != OBJECTS)
    return read_catalogue(*(path.read_text("utf-8") for path in said))


@cache
def keys_of_objects() -> dict[str, str]:
    """The key of each English sentence that stays with its object."""
    path = resource("templates") / "language" / SOURCE / OBJECTS
    found = read_catalogue(path.read_text("utf-8"))
    return {english: key for key, english in found.texts.items()}


def languages() -> list[str]:
    """The languages that have a catalogue, by name."""
    folder = resource("templates") / "language"
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


@cache
def slots_of(text: str) -> frozenset[str]:
    """The slots of a sentence."""
    return frozenset(SLOT.findall(text))


def _deciding(key: str, forms: Mapping[str, object]) -> str:
    """The slot that decides about the form, which has to be one of the sentence's."""
    if not isinstance(by := forms.get("by"), str):
        raise SentenceError(key, "has forms of number, and no `by` that names the deciding slot.")
    if by not in slots_of(str(forms.get("other", ""))):
        raise SentenceError(key, f"has no form `other` with the deciding slot {by!r}.")
    if strange := sorted(forms.keys() - CATEGORIES - {"by"}):
        raise SentenceError(key, f"has a form that no language has: {strange[0]!r}.")
    return by


def _forms(key: str, forms: Mapping[str, object]) -> dict[str, str]:
    return dict(_each_form(key, forms))


def _each_form(key: str, forms: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Each form by its key; none may have a slot that `other` lacks."""
    whole = slots_of(str(forms["other"]))
    for category in (form for form in forms if form in CATEGORIES):  # as the file orders them
        text = _checked(f"{key}/{category}", forms[category])
        if beyond := sorted(slots_of(text) - whole):
            raise SentenceError(f"{key}/{category}", f"has a slot of its own: {beyond[0]!r}.")
        yield f"{key}/{category}", text


def _checked(key: str, sentence: object) -> str:
    if not isinstance(sentence, str) or not sentence.strip():
        raise SentenceError(key, f"is no text: {sentence!r}.")
    text = " ".join(sentence.split())
    if "|" in text:  # few have two readings, and a catalogue is read for every page
        _check_readings(key, text)
    if "{" not in text and "}" not in text:
        return text
    if set("{}") & set(SLOT.sub("", text)):
        raise SentenceError(key, f"has a brace that belongs to no {{slot}}: {text}")
    for piece in SET.findall(text):
        if slots := SLOT.findall(piece):
            raise SentenceError(key, f"has the slot {slots[0]!r} within {piece}: it isn't filled.")
    return text


def _check_readings(key: str, text: str) -> None:
    first, second = (reading(text, images=images) for images in (True, False))
    if "|" in first or slots_of(first) != slots_of(second):
        raise SentenceError(key, f"has readings that don't agree: {text}")
