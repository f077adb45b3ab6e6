"""Diagnosed answers as a CSV, one row for each answer."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from explainer.diagnosis.answers import Judged, names_of
from explainer.render.diagnosis_figures import number

COLUMNS = ("student", "quantity", "value", "unit", "right", "verdict", "mistakes", "layers")
# What a spreadsheet would take for a formula at the beginning of a cell.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def answers_csv(judged: Sequence[Judged]) -> str:
    """The answers with verdict and mistakes; hypotheses stand behind each other, by `|`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in judged:
        writer.writerow(map(_safe, _row(one)))
    return out.getvalue()


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
        "|".join(names_of(one)),
        "|".join(layers),
    )


def _safe(text: str) -> str:
    """The text, behind a quotation mark where a spreadsheet would run it; numbers as they are."""
    number_like = text[1:].replace(".", "").replace(",", "").isdigit()
    return f"'{text}" if text.startswith(FORMULA) and not number_like else text
