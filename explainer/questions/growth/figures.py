"""How the memory grows, as figures: the coefficients of 1, n, n² and so on, exact, as texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explainer.questions.growth.polynomials import PARTS

if TYPE_CHECKING:
    from explainer.questions.growth.polynomials import Growth, Growths


def growth_figures(found: Growths) -> dict[str, Any]:
    """By what grows; None where there is no such formula. Several inputs are told by name."""
    named = {size.name: _growth(each) for size, each in found.inputs.items() if size.name}
    alone = {size.measure: _growth(each) for size, each in found.inputs.items() if not size.name}
    return {
        "batch": _growth(found.batch),
        "image": alone.get("image"),
        "length": alone.get("length"),
        "inputs": named or None,
        "width": _growth(found.width),
    }


def _growth(found: Growth | None) -> dict[str, Any] | None:
    if found is None:
        return None
    parts: dict[str, Any] = {
        part: [str(c) for c in found.parts[part].coefficients] or ["0"] for part in PARTS
    }
    return {"from": found.first, "step": found.step, "checked": list(found.checked), **parts}
