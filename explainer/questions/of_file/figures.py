"""The questions of a model file and their answers as figures: exact, the factors as texts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from explainer.maths import Exact
from explainer.questions.comparison.changes_figures import plain_value
from explainer.questions.of_file.answer import Answer, Figure, Fitting, InAccount, answers_to_file
from explainer.readers.changes import reported_changes
from explainer.results.results import Results


def question_figures(work: Results) -> list[dict[str, Any]]:
    """An object for each question; what it doesn't ask is empty or null."""
    return [_question(answer) for answer in answers_to_file(work)]


def _question(answer: Answer) -> dict[str, Any]:
    spec = answer.question.spec
    changes = reported_changes(answer.question.changes, answer.case.graph.spec)
    return {
        "ask": spec.ask,
        "set": {name: plain_value(given.value) for name, given in changes.items()},
        "batch": answer.case.plan.batch,
        "show": [_figure(figure, bool(spec.set)) for figure in answer.figures],
        "fits": None if answer.fitting is None else _fitting(answer.fitting),
        "claims": list(answer.question.claims),
        "answer": spec.answer or None,
    }


def _figure(figure: Figure, changes: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "quantity": figure.exhibit.name,
        "unit": "bytes" if figure.exhibit.in_bytes else "values",
        "value": figure.value,
    }
    if not changes:
        return row
    return row | {"changed": figure.changed, "factor": _factor(figure.value, figure.changed)}


def _factor(before: Exact | None, after: Exact | None) -> str | None:
    return None if after is None or not before else str(Fraction(after) / Fraction(before))


def _fitting(fitting: Fitting) -> dict[str, Any]:
    size, framework = fitting.size, fitting.framework
    return {
        "size": size,
        "textbook": _in_account(fitting.textbook, size),
        "framework": None if framework is None else _in_account(framework, size),
    }


def _in_account(account: InAccount, size: int) -> dict[str, Any]:
    return {
        "fits": account.is_within(size),
        "bytes": account.taken,
        "largest_batch": None if account.fit is None else account.fit.largest,
    }
