"""A sheet in Markdown as a student sees it: its head, and its questions, in plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass

QUESTION = re.compile(r"^### Question (\d+) \(\d+ points?\)$", re.MULTILINE)
# What is there to write on, and what the sheet is called.
FURNITURE = re.compile(
    r"<a id=\S+></a>|(?:Answer(?: in \w+)?:|Name:)?[ _]*|# Exercises: .*|Variant \d+ · seed \d+"
    r"|\*\d+ questions, \d+ points\.\*|\*The layers and their settings, in order\.\*"
)
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>$~])")


@dataclass(frozen=True)
class Sheet:
    """The head, and each question by its number."""

    head: str
    questions: dict[int, str]


def sheet(markdown: str) -> Sheet:
    """Takes a sheet apart."""
    head, *parts = QUESTION.split(markdown)
    numbers, texts = parts[::2], parts[1::2]
    questions = {int(n): _plain(text) for n, text in zip(numbers, texts, strict=True)}
    return Sheet(_plain(head), questions)


def _plain(markdown: str) -> str:
    """The text without Markdown's signs; a table of layers as lines."""
    lines = [_line(line) for line in markdown.split("\n")]
    return "\n".join(_network(lines))


def _line(line: str) -> str:
    text = re.sub(r"\$([^$]*)\$", lambda match: _maths(match[1]), line)
    text = ESCAPED.sub(r"\1", text).replace("`", "").removeprefix("- ").rstrip()
    return "" if FURNITURE.fullmatch(text.strip()) else text


def _maths(latex: str) -> str:
    """A symbol or a number; other formulas are left as they are, since nobody reads them."""
    return (
        re.sub(r"\\text\{([^}]*)\}", r"\1", latex)
        .replace("{", "")
        .replace("}", "")
        .replace("_ ", "_")
    )


def _network(lines: list[str]) -> list[str]:
    """A table as sentences; its columns are named in its first row."""
    found: list[str] = []
    names: list[str] = []
    for line in lines:
        if not line.startswith("|"):
            found.append(line)
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not names:
            names = cells
        elif not cells[0].startswith(":"):
            found.append(_row(dict(zip(names, cells, strict=True))))
    return found


def _row(cells: dict[str, str]) -> str:
    layer, kind, settings = cells["layer"], cells["kind"], cells["settings"]
    if not kind:
        return f"The network takes {settings}. Its layers, in order:"
    takes = cells.get("takes the output of")
    named = f"{layer} (takes the output of {takes})" if takes else layer
    return f"{named}: {kind}, {settings}" if settings else f"{named}: {kind}"
