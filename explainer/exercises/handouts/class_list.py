"""The class list: whose sheet is which, read from a CSV and written as one."""

from __future__ import annotations

from collections.abc import Iterable

from explainer.errors import UsageError, seen
from explainer.exercises.handouts.job import Job
from explainer.files.spreadsheet import cell_text, csv_bytes, csv_rows, csv_text
from explainer.language import sentence

COLUMNS = ("student", "variant", "seed", "sheet", "key")
MOST = 10_000
HEADS = ("student", "students", "name", "names")


def read_class(file: str) -> tuple[str, ...]:
    """The students: the column under one of HEADS, or else the first one without a head.

    Raises UsageError where the file can't be read or names nobody.
    """
    rows = [row for _, row in csv_rows(csv_bytes(file), file) if any(map(str.strip, row))]
    head = [cell.strip().casefold() for cell in rows[0]] if rows else []
    named = [head.index(known) for known in HEADS if known in head]
    column, body = (named[0], rows[1:]) if named else (0, rows)
    cells = (row[column] for row in body if len(row) > column)
    names = [name for name in map(cell_text, cells) if name]
    if not names:
        raise UsageError(sentence("students.none", file=seen(file)))
    if len(names) > MOST:
        raise UsageError(sentence("students.many", file=seen(file), students=len(names), most=MOST))
    return tuple(names)


def class_csv(job: Job, codes: Iterable[str]) -> bytes:
    """Who has which variant, and in which files."""
    first = job.written[:1]
    rows = []
    for number, code in enumerate(codes, 1):
        files = [job.path(number, each, key=key).name for each in first for key in (False, True)]
        rows.append((job.student(number), code, job.drawing.seed, *(files or ["", ""])))
    return csv_text(COLUMNS, rows).encode()
