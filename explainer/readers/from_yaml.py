"""YAML text → a tree of Given, each value with its place; and from there to a ModelSpec.

The YAML is that of version 1.2: true and false are the only truth values, `yes`, `1:30` and
dates are texts, and a number is written in decimal digits. Tags are refused, so nothing in a
file can name a Python type. The tree is put together from the parser's events under our own
bounds; a value in a mapping stands where its key stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from explainer.errors import ModelFileError
from explainer.language import sentence
from explainer.readers.bounds import check_depth, check_size, check_values, read_number
from explainer.readers.model import read_model
from explainer.readers.wording import quoted, twice
from explainer.spec import Given, ModelSpec, Place

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
WORDS: dict[str, bool | None] = (
    dict.fromkeys(("", "~", "null", "Null", "NULL"), None)
    | dict.fromkeys(("true", "True", "TRUE"), True)
    | dict.fromkeys(("false", "False", "FALSE"), False)
)
NUMBER_BEGINS = frozenset("0123456789+-.")
NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
OTHER_ENCODINGS = {
    b"\xff\xfe\0\0": "UTF-32",
    b"\0\0\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
# What the parser says, and the sentence of ours in its place.
SYNTAX = {
    "mapping values are not allowed in this context": "colon",
    "found character that cannot start any token": "first_character",
    "did not find expected ',' or '}'": "braces",
    "did not find expected ',' or ']'": "brackets",
    "did not find expected key": "indentation",
    "did not find expected '-' indicator": "indentation_of_list",
    "could not find expected ':'": "no_colon",
    "did not find expected node content": "no_value",
    "block sequence entries are not allowed in this context": "list_on_line",
    "found a tab character that violates indentation": "tab",
    "found unexpected end of stream": "quotation",
}
EXAMPLES = {
    "braces": {"written": "{kernel_size: 3, stride: 2}"},
    "brackets": {"written": "[main, shortcut]"},
    "list_on_line": {"written": "layers: [relu]"},
}
BEGINS_HERE = ("braces", "brackets", "quotation")  # the fault is where that begins


def read_yaml(text: bytes | str, file: str) -> ModelSpec:
    """The model that a YAML text describes; `file` is its name in errors."""
    return read_model(parse_yaml(text, file))


def parse_yaml(text: bytes | str, file: str) -> Given:
    """The one document of a YAML text."""
    written = _decode(text, Place(file))
    _refuse_control_characters(written, file)
    try:
        return _Composer(written, file).document()
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, written, file) from None
    except yaml.YAMLError as error:
        raise ModelFileError(Place(file), sentence("yaml.not_valid", problem=str(error))) from None


def _decode(text: bytes | str, start: Place) -> str:
    """The characters of a file in UTF-8, with or without a byte order mark."""
    check_size(len(text), start)
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    for mark, encoding in OTHER_ENCODINGS.items():
        if text.startswith(mark):
            _refuse_encoding(start, sentence("encoding.other", encoding=encoding))
    if (zero := text.find(b"\0")) >= 0:
        place = Place(start.file, text.count(b"\n", 0, zero) + 1)
        _refuse_encoding(place, sentence("encoding.zeros"))
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(start.file, text.count(b"\n", 0, error.start) + 1)
        _refuse_encoding(place, sentence("encoding.no_utf8"))


def _refuse_encoding(place: Place, fault: str) -> NoReturn:
    raise ModelFileError(place, fault, advice=sentence("encoding.try"))


def _refuse_control_characters(text: str, file: str) -> None:
    if found := NOT_TEXT.search(text):
        raise ModelFileError(
            Place(file, text.count("\n", 0, found.start()) + 1),
            sentence("encoding.character", code=f"{ord(found[0]):04X}"),
            advice=sentence("encoding.character_try"),
        )


def _syntax_error(error: yaml.MarkedYAMLError, text: str, file: str) -> ModelFileError:
    problem, mark = error.problem, error.problem_mark
    name = SYNTAX.get(problem or "", "")
    if name in BEGINS_HERE and error.context_mark:
        mark = error.context_mark
    number = mark.line + 1 if mark else 0
    line = "".join(text.split("\n")[number - 1 : number]) if number else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        name = "tab"
    if not name:
        fault = sentence("yaml.not_valid", problem=problem or sentence("yaml.unreadable"))
        return ModelFileError(Place(file, number), fault)
    advice = sentence(f"yaml.{name}_try", **EXAMPLES.get(name, {}))
    return ModelFileError(Place(file, number), sentence(f"yaml.{name}"), advice=advice)


@dataclass(frozen=True, slots=True)
class _Anchored:
    """A value with an anchor: how many values it holds, and how deep."""

    given: Given
    values: int
    height: int


class _Composer:
    """Puts the parser's events together, counting values and depth as it goes."""

    def __init__(self, text: str, file: str) -> None:
        self.events: Iterator[Any] = iter(yaml.parse(text, Loader=LOADER))
        self.file = file
        self.anchors: dict[str, _Anchored] = {}
        self.values = 0
        self.deepest = 0

    def document(self) -> Given:
        """The only document of the file."""
        next(self.events)
        if isinstance(next(self.events), StreamEndEvent):
            raise ModelFileError(
                Place(self.file), sentence("yaml.nothing"), advice=sentence("yaml.nothing_try")
            )
        root = self.node(next(self.events), 1)
        next(self.events)
        after = next(self.events)
        if not isinstance(after, StreamEndEvent):
            raise ModelFileError(
                self.place(after),
                sentence("yaml.several_documents"),
                advice=sentence("yaml.several_documents_try"),
            )
        return root

    def place(self, event: Any) -> Place:
        """Where an event begins."""
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def node(self, event: Any, depth: int, place: Place | None = None) -> Given:
        """The value that begins with this event; it stands at its key's place if it has a key."""
        place = place or self.place(event)
        if isinstance(event, AliasEvent):
            return self.alias(event, depth, place)
        self.values += 1
        check_values(self.values, place)
        self.refuse_tag(event, place)
        if event.anchor is None:
            return self.value(event, depth, place)
        before, outer, self.deepest = self.values, self.deepest, depth - 1
        given = self.value(event, depth, place)
        height = self.deepest - depth
        self.anchors[event.anchor] = _Anchored(given, self.values - before + 1, height)
        self.deepest = max(outer, self.deepest)
        return given

    def value(self, event: Any, depth: int, place: Place) -> Given:
        """A scalar, a list or a mapping."""
        if isinstance(event, ScalarEvent):
            return self.scalar(event, place)
        check_depth(depth, place)
        self.deepest = max(self.deepest, depth)
        if isinstance(event, SequenceStartEvent):
            return Given(tuple(self.items(depth)), place)
        return Given(self.mapping(depth), place)

    def items(self, depth: int) -> Iterator[Given]:
        """The values of a list."""
        while not isinstance(event := next(self.events), SequenceEndEvent):
            yield self.node(event, depth + 1)

    def mapping(self, depth: int) -> dict[str, Given]:
        """The values of a mapping, by their keys."""
        found: dict[str, Given] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            place = self.place(event)
            key = self.key(event, place)
            if key in found:
                raise ModelFileError(
                    place,
                    twice("yaml.key_twice", quoted(key), found[key].place, place),
                    advice=sentence("hint.keep_one"),
                )
            found[key] = self.node(next(self.events), depth + 1, place)
        return found

    def key(self, event: Any, place: Place) -> str:
        """The text of a key."""
        if not isinstance(event, ScalarEvent) or event.value == "":
            raise ModelFileError(
                place,
                sentence(
                    "yaml.empty_key" if isinstance(event, ScalarEvent) else "yaml.key_no_text"
                ),
                advice=sentence("yaml.key_no_text_try"),
            )
        self.refuse_tag(event, place)
        if event.value == "<<" and event.implicit[0]:
            raise ModelFileError(
                place,
                sentence("yaml.merge_key"),
                advice=sentence("yaml.merge_key_try"),
            )
        return str(event.value)

    def scalar(self, event: ScalarEvent, place: Place) -> Given:
        """A text; or, where it stands without quotation marks, a number, truth value or null."""
        text = str(event.value)
        if not event.implicit[0]:
            return Given(text, place, text)
        if text in WORDS:
            return Given(WORDS[text], place, text or "null")
        if text[0] in NUMBER_BEGINS and (number := read_number(text, place)) is not None:
            return Given(number, place, text)
        return Given(text, place, text)

    def alias(self, event: AliasEvent, depth: int, place: Place) -> Given:
        """The value that an alias stands for; it counts as often as it is used."""
        anchored = self.anchors.get(event.anchor or "")
        if anchored is None:
            raise ModelFileError(
                place,
                sentence("yaml.alias", anchor=str(event.anchor)),
                advice=sentence("yaml.alias_try", anchor=str(event.anchor)),
            )
        self.values += anchored.values
        check_values(self.values, place)
        self.deepest = max(self.deepest, depth + anchored.height)
        check_depth(depth + anchored.height, place)
        return replace(anchored.given, place=place)

    def refuse_tag(self, event: Any, place: Place) -> None:
        """A model needs no YAML tags; they could name types of a program."""
        if event.tag is not None:
            raise ModelFileError(
                place,
                sentence("yaml.tag", tag=quoted(event.tag)),
                advice=sentence("yaml.tag_try"),
            )
