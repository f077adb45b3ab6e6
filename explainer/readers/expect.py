"""What a value of the file has to be: a mapping, a list, a text, a name, a whole number.

Each function returns the value, or stops with one clear error at the value's place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import NoReturn

from explainer.errors import ModelFileError
from explainer.layers.setting_types import Count, Reading
from explainer.readers.bounds import NAME
from explainer.readers.wording import is_blank, is_control, quoted, shortened, suggestion
from explainer.spec import Given


def refuse(given: Given, fault: str, advice: str = "", layer: str = "") -> NoReturn:
    """Stop with an error at this value's place."""
    raise ModelFileError(given.place, fault, advice=advice, layer=layer)


def described(given: Given) -> str:
    """The value for a sentence: `a list`, `a mapping`, `empty`, or the text as written."""
    if isinstance(given.value, tuple):
        return "a list"
    if isinstance(given.value, Mapping):
        return "a mapping"
    return quoted(given.text) if isinstance(given.value, str) else shortened(given.text) or "empty"


def expect_mapping(given: Given, what: str, advice: str = "") -> Mapping[str, Given]:
    """The mapping."""
    if not isinstance(given.value, Mapping):
        refuse(given, f"{what} has to be a mapping, and it is {described(given)}.", advice)
    return given.value


def expect_list(given: Given, what: str, advice: str = "") -> tuple[Given, ...]:
    """The values of a list that has some."""
    if not isinstance(given.value, tuple):
        refuse(given, f"{what} has to be a list, and it is {described(given)}.", advice)
    if not given.value:
        refuse(given, f"{what} is an empty list.", advice)
    return given.value


def expect_keys(
    mapping: Mapping[str, Given], known: Collection[str], owner: str, layer: str = ""
) -> None:
    """Refuse keys that aren't known, and offer the nearest that is."""
    for key, given in mapping.items():
        if key not in known:
            fault = f"{quoted(key)} is not a key of {owner}."
            refuse(given, fault, suggestion(key, known), layer)


def expect_text(given: Given, what: str, advice: str = "", layer: str = "") -> str:
    """A text that is not empty; a number counts as the text it is written with."""
    if isinstance(given.value, bool) or not isinstance(given.value, str | int | Decimal):
        refuse(given, f"{what} has to be a text, and it is {described(given)}.", advice, layer)
    if not given.text.strip():
        refuse(given, f"{what} is empty.", advice, layer)
    if is_blank(given.text):
        shown = given.text.encode("unicode_escape").decode()
        refuse(given, f'{what} has nothing in it that is seen: "{shown}".', advice, layer)
    return given.text


def expect_prose(given: Given, what: str) -> str:
    """A text that may have several lines."""
    text = expect_text(given, what)
    if any(is_control(character) and character not in "\n\t" for character in text):
        refuse(given, f"{what} has control characters in it: {quoted(text)}.", "Take them out.")
    return text


def expect_name(given: Given, what: str = "name", layer: str = "") -> str:
    """A text of one line that can be printed; `<script>` is a name as good as any."""
    text = expect_text(given, what, layer=layer)
    if any(map(is_control, text)):
        fault = f"{what} has control characters or line ends in it: {quoted(text)}."
        refuse(given, fault, "Use letters, digits, dots and underscores.", layer)
    if len(text) > NAME:
        refuse(given, f"{what} is longer than {NAME} characters: {quoted(text)}.", layer=layer)
    return text


def expect_whole(given: Given, what: str, least: int, layer: str = "") -> int:
    """A whole number from `least` on."""
    return Count(least).read(Reading(given, what, layer))


def expect_one_of(given: Given, what: str, names: Collection[str]) -> str:
    """One of these words."""
    if not isinstance(given.value, str) or given.value not in names:
        fault = f"{what} is not known as {described(given)}."
        refuse(given, fault, suggestion(given.text, names))
    return given.value
