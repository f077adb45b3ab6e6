"""The textbook total where the batch, the side or the width is so many times as large."""

from __future__ import annotations

from explainer.network.case import Case
from explainer.questions.fits.image import takes_images
from explainer.questions.growth.polynomials import At, Variable, at_batch, at_side, at_width, counts
from explainer.questions.growth.wider import Widths

FACTORS = (1, 2, 3, 4)


def curves_of(case: Case, widths: Widths | None) -> dict[Variable, tuple[int, ...]]:
    """The totals at each factor, by what grows; only where all of them can be built."""
    side, batch = case.graph.spec.input[:1], case.plan.batch
    found: dict[Variable, tuple[int, ...] | None] = {
        "batch": _curve(at_batch(case), batch),
        "image": _curve(at_side(case), side[0]) if _is_square(case) else None,
        "width": _curve(at_width(case, widths), 1) if widths else None,
    }
    return {variable: totals for variable, totals in found.items() if totals is not None}


def _is_square(case: Case) -> bool:
    shape = case.graph.spec.input
    return takes_images(case.graph) and shape[0] == shape[1]


def _curve(at: At, now: int) -> tuple[int, ...] | None:
    cases = [at(factor * now) for factor in FACTORS]
    built = [counts(case)["training"] for case in cases if case is not None]
    return tuple(built) if len(built) == len(cases) else None
