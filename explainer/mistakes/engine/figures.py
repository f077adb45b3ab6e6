"""Hypotheses and published figures as JSON has them, documented in site/reference/json.md."""

from __future__ import annotations

from typing import Any

from explainer.layers.layer import Shape
from explainer.maths import Exact
from explainer.mistakes.engine.claims import ClaimResult
from explainer.mistakes.engine.explanation import Explanation


def claim_figures(result: ClaimResult) -> dict[str, Any]:
    """A published figure: as printed, the right one in its unit, the verdict, the hypotheses."""
    claim = result.spec
    return {
        "quantity": claim.quantity,
        "printed": claim.value,
        "unit": result.unit,
        "source": claim.source.text if claim.source else None,
        "right": number(result.figure),
        "verdict": result.verdict.in_files,
        "explanations": [explanation_figures(way) for way in result.explanations],
    }


def explanation_figures(way: Explanation) -> dict[str, Any]:
    """A hypothesis: its mistakes, what they give, and where they were made."""
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
