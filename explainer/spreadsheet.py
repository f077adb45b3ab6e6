"""CSV that a spreadsheet shows and never runs, and cells that come back as they were.

A cell that begins like a formula goes out behind a quotation mark. Numbers stay numbers:
−5 written as `-5` is one, `=27` is a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# What spreadsheets take for the beginning of a formula or of a command: also in full width, and
# behind spaces. A cell that comes with quotation marks gets another, so that one can be taken off.
RUNS = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001
NUMBER = re.compile(r"[+-]?(\d[\d,]*(\.\d+)?|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The columns' names and the rows, each cell guarded."""
    guard = ([guarded(str(cell)) for cell in row] for row in rows)
    return "".join(map(_line, (columns, *guard)))


def _line(row: Sequence[str]) -> str:
    """A row; a cell with either half of a line end in it stands in quotes."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(row)
    return out.getvalue().removesuffix("\r\n") + "\n"


def guarded(text: str) -> str:
    """The text, behind a quotation mark where a spreadsheet would run it."""
    return f"'{text}" if RUNS.match(text) and not NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """What a cell was before it was guarded."""
    bare = text[1:]
    return bare if text.startswith("'") and guarded(bare) == text else text
