"""A diagnosis as a JSON object, stable and documented in site/reference/json.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from explainer.files.json_text import as_text
from explainer.layers.layer import Shape
from explainer.maths import Exact
from explainer.mistakes.answers import Diagnosis, Explanation
from explainer.mistakes.answers.class_file import Judged, Tally


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
        "explanations": [_explanation(way) for way in one.explanations],
        "coincidences": [mistake.name for mistake in one.coincidences],
    }


def _explanation(way: Explanation) -> dict[str, Any]:
    return {
        "mistakes": list(way.mistakes),
        "value": number(way.output or way.value),
        "layer": way.layer or None,
        "carried": way.carried,
        "layers": way.layers,
        "weak": way.weak,
        "explains_all": way.explains_all,
    }


def number(value: Exact | Shape | None) -> int | str | None:
    """A whole number, a fraction as `25/2`, sizes as `13x13x64`."""
    if value is None or isinstance(value, int):
        return value
    return "x".join(map(str, value)) if isinstance(value, tuple) else str(value)


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
