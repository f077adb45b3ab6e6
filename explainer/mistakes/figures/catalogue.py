"""The catalogue of mistakes as JSON, stable and documented in site/reference/json.md."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from explainer.language import sentence, translated
from explainer.maths import Exact, Formula
from explainer.maths.tree import with_numbers
from explainer.mistakes.engine.figures import number
from explainer.render.maths.latex import latex

if TYPE_CHECKING:
    from explainer.mistakes.catalogue import Entry, Example


def catalogue_json(entries: Sequence[Entry]) -> str:
    """A list of the entries; formulas are LaTeX."""
    return json.dumps([_entry(entry) for entry in entries], indent=2, ensure_ascii=False) + "\n"


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "title": sentence(f"mistake.{entry.name}"),
        "quantities": list(entry.quantities),
        "kinds": list(entry.kinds),
        "seldom": entry.seldom,
        "why": sentence(f"reason.{entry.name}"),
        "right": translated(entry.mistake.why),
        "example": _example(entry.example) if entry.example else None,
        "hides": dict(entry.example.hiding) if entry.example else {},
        "sources": [
            {
                "network": one.erratum.example,
                "quantity": one.erratum.quantity,
                "value": one.erratum.value,
                "unit": one.erratum.unit,
                "source": one.source,
                "provenance": one.erratum.provenance,
                "alone": one.alone,
            }
            for one in entry.published
        ],
    }


def _example(example: Example) -> dict[str, Any]:
    return {
        "numbers": {k: v for k, v in example.values.items() if isinstance(v, int)},
        "wrong": _line(example.wrong, example.values, example.wrong_value),
        "right": _line(example.right, example.values, example.right_value),
    }


def _line(formula: Formula, values: Mapping[str, Any], value: Exact) -> dict[str, Any]:
    arguments = formula.arguments(values)
    form = formula.form(arguments)
    return {
        "formula": latex(form),
        "numbers": latex(with_numbers(form, arguments)),
        "value": number(value),
    }
