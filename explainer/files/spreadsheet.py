"""CSV written and read: a spreadsheet shows it and never runs it, and cells come back as they were.

A cell that begins like a formula goes out behind a quotation mark. Numbers stay numbers:
−5 written as `-5` is one, `=27` is a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from explainer.errors import UsageError, seen
from explainer.files.whole_input import file_bytes
from explainer.language import sentence

# What spreadsheets take for the beginning of a formula or of a command: also in full width, and
# behind spaces. A cell that comes with quotation marks gets another, so that one can be taken off.
RUNS = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001
MOST_BYTES = 10**8
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


def csv_bytes(file: str) -> bytes:
    """The content of a CSV that the user names; UsageError where it is too large or unreadable."""
    try:
        content = file_bytes(Path(file), MOST_BYTES)
    except FileNotFoundError as error:
        raise UsageError(
            sentence("file.not_read", file=seen(file), reason=seen(error.strerror))
        ) from None
    if len(content) > MOST_BYTES:
        raise UsageError(
            sentence("csv.too_large", file=seen(file), size=f"{MOST_BYTES // 10**6} MB")
        )
    return content


def csv_rows(
    content: bytes, file: str, *, semicolons: bool = False, strict: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line that it ends in; UsageError where the file is no CSV in UTF-8.

    semicolons: whether they may stand between the cells, as where the comma divides decimals.
    strict: whether quotation marks in the middle of a cell are refused.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(sentence("csv.no_utf8", file=seen(file))) from None
    head = text.partition("\n")[0]
    delimiter = ";" if semicolons and head.count(";") > head.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    try:
        for row in rows:
            yield rows.line_num, row
    except csv.Error as error:
        fault = sentence("csv.broken", reason=str(error))
        raise UsageError(f"{file}:{rows.line_num}  {fault}") from None


def cell_text(cell: str) -> str:
    """What a cell says: without its guard, and without the spaces around it."""
    return unguarded(cell.strip()).strip()
