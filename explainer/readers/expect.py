"""What a value of the file has to be: a mapping, a list, a text, a name, a whole number.

Each function returns the value, or stops with one clear error at the value's place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import NoReturn

from explainer.errors import ModelFileError
from explainer.language import Words, sentence
from explainer.layers.setting_types import Count, Reading
from explainer.readers.bounds import NAME
from explainer.readers.wording import is_blank, is_control, quoted, shortened, suggestion
from explainer.spec import Given

NO_WORDS: Mapping[str, str] = MappingProxyType({})


def refuse(given: Given, fault: str, advice: Words = "", layer: Words = "") -> NoReturn:
    """Stop with an error at this value's place."""
    raise ModelFileError(given.place, fault, advice=str(advice), layer=str(layer))


def described(given: Given) -> str:
    """The value for a sentence: `a list`, `a mapping`, `empty`, or the text as written."""
    if isinstance(given.value, tuple):
        return sentence("value.list")
    if isinstance(given.value, Mapping):
        return sentence("value.mapping")
    if isinstance(given.value, str):
        return quoted(given.text)
    return shortened(given.text).strip() or sentence("value.nothing")


def expect_mapping(given: Given, what: Words, advice: Words = "") -> Mapping[str, Given]:
    """The mapping."""
    if not isinstance(given.value, Mapping):
        refuse(given, sentence("value.no_mapping", what=str(what), value=described(given)), advice)
    return given.value


def expect_list(given: Given, what: Words, advice: Words = "") -> tuple[Given, ...]:
    """The values of a list that has some."""
    if not isinstance(given.value, tuple):
        refuse(given, sentence("value.no_list", what=str(what), value=described(given)), advice)
    if not given.value:
        refuse(given, sentence("value.empty_list", what=str(what)), advice)
    return given.value


def expect_keys(
    mapping: Mapping[str, Given],
    known: Collection[str],
    owner: Words,
    layer: Words = "",
    meant: Mapping[str, str] = NO_WORDS,
) -> None:
    """Refuse keys that aren't known, and offer the one that is meant, or the nearest that is.

    meant: other words that people write for a key, and the key.
    """
    for key, given in mapping.items():
        if key not in known:
            fault = sentence("value.no_key", key=quoted(key), owner=str(owner))
            other = meant.get(key.casefold(), "")
            advice = sentence("hint.meant", name=quoted(other)) if other else suggestion(key, known)
            refuse(given, fault, advice, layer)


def expect_text(given: Given, what: Words, advice: Words = "", layer: Words = "") -> str:
    """A text that is not empty; a number counts as the text it is written with."""
    if isinstance(given.value, bool) or not isinstance(given.value, str | int | Decimal):
        refuse(
            given, sentence("value.no_text", what=str(what), value=described(given)), advice, layer
        )
    if not given.text.strip():
        refuse(given, sentence("value.empty", what=str(what)), advice, layer)
    if is_blank(given.text):
        shown = given.text.encode("unicode_escape").decode()
        refuse(given, sentence("value.unseen", what=str(what), value=shown), advice, layer)
    return given.text


def expect_prose(given: Given, what: Words) -> str:
    """A text that may have several lines."""
    text = expect_text(given, what)
    if any(is_control(character) and character not in "\n\t" for character in text):
        refuse(
            given,
            sentence("value.control_characters", what=str(what), value=quoted(text)),
            sentence("value.control_characters_try"),
        )
    return text


def expect_name(given: Given, what: Words = "name", layer: Words = "") -> str:
    """A text of one line that can be printed; `<script>` is a name as good as any."""
    text = expect_text(given, what, layer=layer)
    if any(map(is_control, text)):
        fault = sentence("value.line_ends", what=str(what), value=quoted(text))
        refuse(given, fault, sentence("value.line_ends_try"), layer)
    if len(text) > NAME:
        refuse(
            given,
            sentence("value.too_long", what=str(what), most=str(NAME), value=quoted(text)),
            layer=layer,
        )
    return text


def expect_whole(given: Given, what: Words, least: int, layer: Words = "") -> int:
    """A whole number from `least` on."""
    return Count(least).read(Reading(given, what, layer))


def expect_one_of(given: Given, what: Words, names: Collection[str]) -> str:
    """One of these words."""
    if not isinstance(given.value, str) or given.value not in names:
        fault = sentence("value.not_known", what=str(what), value=described(given))
        refuse(given, fault, suggestion(given.text, names))
    return given.value
