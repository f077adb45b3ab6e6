"""What `--help` says: the texts of a parser, and the same texts in another language.

A parser is written in English, and its texts stay with it: messages.py writes them out for
translators. Commands, options and what shells print stay as they are in every language.
"""

from __future__ import annotations

import argparse
import re
import textwrap
from collections.abc import Iterator

from explainer.command.columns import WIDTH
from explainer.language import translated

# What begins a column of an example that is typed and not read.
TYPED = re.compile(r"explain\b|cat |eval |#|--|bash$|zsh$|fish$")
COLUMNS = re.compile(r"(\s{2,})")
USAGE = "usage:"


def texts_of(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
    """Each text of its help in English, by a name that belongs to its place."""
    for number, text in enumerate(_paragraphs(parser.description or ""), 1):
        yield f"about_{number}", text
    for number, group in enumerate(_groups(parser), 1):
        yield f"group_{number}", group.title or ""
    for action in _shown(parser):
        yield action.dest, action.help or ""
    read = (text for line in _lines(parser) for text, is_read in _columns(line) if is_read)
    for number, text in enumerate(read, 1):
        yield f"note_{number}", text


def translate(parser: argparse.ArgumentParser) -> None:
    """Put every text of its help into the language that is spoken."""
    paragraphs = map(translated, _paragraphs(parser.description or ""))
    parser.description = "\n\n".join(textwrap.fill(text, WIDTH) for text in paragraphs)
    for group in _groups(parser):
        group.title = translated(group.title or "")
    for action in _shown(parser):
        action.help = translated(action.help or "").replace("%", "%%")
    parser.epilog = "\n".join(map(_line, _lines(parser)))


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _groups(parser: argparse.ArgumentParser) -> Iterator[argparse._ArgumentGroup]:
    for group in parser._action_groups:  # noqa: SLF001  argparse has no public list of them
        if group.title and any(map(_is_shown, group._group_actions)):  # noqa: SLF001  nor of these
            yield group


def _shown(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    return filter(_is_shown, parser._actions)  # noqa: SLF001  argparse has no public list of them


def _is_shown(action: argparse.Action) -> bool:
    return action.help not in (None, argparse.SUPPRESS)


def _lines(parser: argparse.ArgumentParser) -> list[str]:
    return (parser.epilog or "").split("\n")


def _line(line: str) -> str:
    """A line of the notes: what is typed, and the spaces between, stay."""
    return "".join(translated(text) if is_read else text for text, is_read in _columns(line))


def _columns(line: str) -> Iterator[tuple[str, bool]]:
    """The columns of a line and the spaces between them, and whether each is read."""
    for text in filter(None, COLUMNS.split(line)):
        yield text, not text.isspace() and not TYPED.match(text)
