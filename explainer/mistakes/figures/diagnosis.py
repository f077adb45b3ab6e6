"""A diagnosis as a JSON object, stable and documented in site/reference/json.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from explainer.files.json_text import as_text
from explainer.mistakes.answers import Diagnosis
from explainer.mistakes.answers.class_file import Judged, Tally
from explainer.mistakes.engine.figures import explanation_figures, number


def diagnosis_json(found: Sequence[Diagnosis]) -> str:
    """One answer as an object; several figures as objects under `figures`."""
    objects = [diagnosis_figures(one) for one in found]
    whole = objects[0] if len(objects) == 1 else {"figures": objects}
    return as_text(whole)


def diagnosis_figures(one: Diagnosis) -> dict[str, Any]:
    """The answer, the right number in the same unit, the verdict, and the explanations."""
    return {
        "quantity": one.answer.quantity,
        "value": one.answer.value,
        "unit": one.unit,
        "right": number(one.figure),
        "exact": number(one.exact),
        "exact_unit": one.exact_unit,
        "verdict": one.verdict.in_files,
        "explanations": [explanation_figures(way) for way in one.explanations],
        "coincidences": [mistake.name for mistake in one.coincidences],
    }


def tally_json(judged: Sequence[Judged], tally: Tally) -> str:
    """The tally of a class, and each answer."""
    whole = {
        "answers": len(judged),
        "verdicts": tally.verdicts,
        "mistakes": tally.mistakes,
        "rows": [
            {
                "student": one.answer.student,
                "quantity": one.answer.quantity,
                "value": one.answer.value,
                "verdict": one.verdict,
                "mistakes": one.mistakes,
            }
            for one in judged
        ],
    }
    return as_text(whole)
