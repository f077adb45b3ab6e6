"""What an editor would strike out of a page: a hole where a name or a number was to stand.

`holes_in_page` reads the blocks, where a name and the words around it still lie apart;
`holes_in_text` reads what a renderer made of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import lru_cache
from html import unescape
from typing import Any, get_args

from explainer.page import nodes as n
from explainer.render.literal import plain

HOLES = {
    "two blanks": re.compile(r"\S {2,}\S"),
    "a blank before a mark": re.compile(r"\w?[^\s:.,;?!|…(\-]? [:,;?!](?=\s|$)|\S \.(?=\s|$)"),
    "a mark after a mark": re.compile(r"[,;:] ?[,;]|: ?:(?!=)|, ?\.(?![.\w])"),
    "a bracket with nothing in it": re.compile(r"(?<!\w)\( ?\)|“ ?”|(?<!`)`` ?``?(?!`)"),
    "a slot": re.compile(r"\{\w+\}"),
    "a value of Python": re.compile(
        r"\b(None(?! of )|nan|NaN|undefined|Ellipsis)\b|\b(Fraction|Decimal)\("
    ),
    "an object of Python": re.compile(r"<\w[\w.]* object at|\bdict_\w+\(|\b[A-Z]\w+\(\w+="),
}
# Where a field may be empty: it is not asked for there.
MAY_BE_EMPTY = {
    *((n.Step, "law_note"), (n.Step, "note"), (n.Claim, "note")),
    *((n.Space, "label"), (n.Figure, "instead"), (n.Slip, "verdict")),
}
INLINE = get_args(n.Inline)


def holes_in_text(text: str) -> list[str]:
    """The holes of a line of prose, each with the words around it."""
    return list(_looked_for(text))


@lru_cache(maxsize=1 << 15)  # pages that are read with many options have most lines in common
def _looked_for(text: str) -> tuple[str, ...]:
    return tuple(
        f"{what}: …{text[max(0, match.start() - 60) : match.end() + 40]}…"
        for what, pattern in HOLES.items()
        for match in pattern.finditer(text)
    )


def holes_in_page(page: n.Page) -> list[str]:
    """The holes of every sentence, title and label of a page."""
    found = holes_in_text(page.title) + holes_in_text(page.footer)
    for block in page.blocks:
        found += _holes(block, type(block).__name__)
    return found


def _holes(node: Any, at: str) -> Iterator[str]:
    """Of a block and of what is within: each of its fields is a sentence, a block, or a value."""
    for field in fields(node):
        value = getattr(node, field.name)
        where = f"{at}.{field.name}"
        if isinstance(node, n.Column) and node.role in ("bar", "product"):
            continue
        if field.type == "Inlines":
            if (type(node), field.name) not in MAY_BE_EMPTY or value:
                yield from _holes_in_sentence(value, where)
        elif isinstance(node, n.Row) and field.name == "cells":
            yield from _holes_in_row(value, where)
        elif isinstance(value, tuple):
            for each in value:
                yield from _holes_within(each, where)
        else:
            yield from _holes_within(value, where)


def _holes_within(value: Any, where: str) -> Iterator[str]:
    if isinstance(value, tuple) and value and all(isinstance(part, INLINE) for part in value):
        yield from _holes_in_sentence(value, where)
    elif isinstance(value, tuple):
        for each in value:
            yield from _holes_within(each, where)
    elif is_dataclass(value) and type(value).__module__ == n.__name__:
        yield from _holes(value, f"{where}.{type(value).__name__}")


def _holes_in_row(cells: tuple[n.Cell, ...], where: str) -> Iterator[str]:
    """A cell may be empty, but not the first: it says what the row is about."""
    for place, cell in enumerate(cells):
        if not isinstance(cell, n.Bar) and (cell or place == 0):
            yield from _holes_in_sentence(cell, where)


def _holes_in_sentence(parts: n.Inlines, where: str) -> Iterator[str]:
    said = plain(parts)
    if not said.strip():
        yield f"nothing at all: {where}"
        return
    if said != said.strip():
        yield f"a blank at the edge: {where}: {said!r}"
    if empty := [part for part in _every(parts) if not plain((part,)).strip(" ")]:
        empty = [part for part in empty if not isinstance(part, n.Words) or not part.text]
        yield from (f"an empty part: {where}: {part!r} in {said!r}" for part in empty)
    yield from holes_in_text(said)


def _every(parts: n.Inlines) -> Iterator[n.Inline]:
    for part in parts:
        yield part
        if isinstance(part, n.Strong | n.Link):
            yield from _every(part.parts)


def holes_in_markdown(text: str) -> list[str]:
    """The holes of a Markdown report, its formulas and its columns' edges left out."""
    prose = re.sub(r"(?ms)^(```|~~~).*?^\1$|^\$\$.*?\$\$", "", text)
    prose = re.sub(r"\$`[^`]*`\$|\$[^$\n]+\$", "x", prose)
    return [hole for line in prose.splitlines() for hole in _holes_in_line(line)]


@lru_cache(maxsize=1 << 15)
def _holes_in_line(line: str) -> tuple[str, ...]:
    if re.fullmatch(r"[|:\- ]+", line):
        return ()
    cells = (cell.strip() for cell in re.split(r"(?<!\\)\|", line))
    return tuple(
        hole for cell in cells for hole in holes_in_text(re.sub(r"^\d+\.|^[-*#>]+ +", "", cell))
    )


def holes_in_html(text: str) -> list[str]:
    """The holes of a page's text, its scripts, styles and formulas left out."""
    seen = re.sub(r"(?s)<(script|style|math|svg|pre|template)\b.*?</\1>", "x", text)
    seen = re.sub(
        r"</?(?:a|b|i|em|strong|code|span|var|abbr|kbd|sub|sup|small|wbr|q)\b[^>]*>", "", seen
    )
    pieces = (" ".join(unescape(piece).split("\n")) for piece in re.split(r"<[^>]*>", seen))
    return [hole for piece in pieces for hole in holes_in_text(re.sub(r"\s+", " ", piece).strip())]
