"""CSV: a row for each question, and one for each wrong number that is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer.exercises.exports import Export
from explainer.exercises.exports.answers import decimal_text, questions
from explainer.files.spreadsheet import csv_text
from explainer.language import sentence

COLUMNS = (
    "variant", "question", "kind", "quantity", "text", "value", "unit", "marks", "right",
    "mistake", "feedback", "tolerance",
)  # fmt: skip


def write(exercises: Mapping[str, Any]) -> Export:
    """The right answer of each question, then the mistakes'."""
    rows = (
        (
            variant["code"],
            question["number"],
            question["kind"],
            question["quantity"],
            question["text"],
            decimal_text(value),
            question["unit"],
            question["marks"],
            "no" if mistake else "yes",
            mistake,
            feedback,
            tolerance,
        )
        for variant, question in questions(exercises)
        for value, tolerance, mistake, feedback in _answers(question)
    )
    names = ("solution", "collisions", "origin")
    lost = tuple(sentence(f"export.{name}") for name in names)
    return Export(csv_text(COLUMNS, rows).encode(), lost)


def _answers(question: Mapping[str, Any]) -> list[tuple[int | str, str, str, str]]:
    right = (question["answer"], question["tolerance"], "", "")
    wrong = ((m["value"], m["tolerance"], m["name"], m["feedback"]) for m in question["mistakes"])
    return [right, *wrong]
