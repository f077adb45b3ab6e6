"""CSV: a row for each question, and one for each wrong number that is known."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from explainer.document.sentences import plain
from explainer.exports import Export
from explainer.exports.answers import questions

COLUMNS = (
    "variant", "question", "kind", "quantity", "text", "value", "unit", "marks", "right",
    "mistake", "feedback",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(exercises: Mapping[str, Any]) -> Export:
    """The right answer of each question, then the mistakes'."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for variant, question in questions(exercises):
        for value, mistake, feedback in _answers(question):
            cells = (
                variant["code"],
                question["number"],
                question["kind"],
                question["quantity"],
                question["text"],
                value,
                question["unit"],
                question["marks"],
                "no" if mistake else "yes",
                mistake,
                feedback,
            )
            writer.writerow([_safe(str(cell)) for cell in cells])
    names = ("solution", "collisions", "decimals", "origin")
    lost = tuple(plain(f"export.{name}") for name in names)
    return Export(out.getvalue().encode(), lost)


def _answers(question: Mapping[str, Any]) -> list[tuple[int | str, str, str]]:
    right = (question["answer"], "", "")
    return [right, *((m["value"], m["name"], m["feedback"]) for m in question["mistakes"])]


def _safe(text: str) -> str:
    """The text, behind a quotation mark where a spreadsheet would run it."""
    return f"'{text}" if text.startswith(FORMULA) else text
