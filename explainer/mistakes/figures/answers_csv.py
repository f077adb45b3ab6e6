"""Diagnosed answers as a CSV, one row for each answer."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.files.spreadsheet import csv_text
from explainer.mistakes.answers.class_file import Judged
from explainer.mistakes.engine.figures import number

COLUMNS = ("student", "quantity", "value", "unit", "right", "verdict", "mistakes", "layers")


def answers_csv(judged: Sequence[Judged]) -> str:
    """The answers with verdict and mistakes; hypotheses stand behind each other, by `|`."""
    return csv_text(COLUMNS, map(_row, judged))


def _row(one: Judged) -> tuple[str, ...]:
    answer, found = one.answer, one.found
    right = number(found.figure) if found else None
    ways = found.explanations if found else ()
    layers = dict.fromkeys(way.layer for way in ways if way.layer)
    return (
        answer.student,
        answer.quantity,
        answer.value,
        found.unit if found else answer.unit,
        "" if right is None else str(right),
        one.verdict,
        "|".join(one.mistakes),
        "|".join(layers),
    )
