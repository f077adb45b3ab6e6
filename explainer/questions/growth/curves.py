"""The textbook total where the batch, an input or the width is so many times as large."""

from __future__ import annotations

from explainer.network.case import Case
from explainer.questions.growth.polynomials import At, Growths, at_batch, at_size, at_width, counts
from explainer.questions.growth.variables import BATCH, WIDTH, Variable, by_variable

FACTORS = (1, 2, 3, 4)


def curves_of(case: Case, growths: Growths) -> dict[Variable, tuple[int, ...]]:
    """The totals at each factor, by what grows; only where all of them can be built."""
    found = {variable: _totals(case, growths, variable) for variable in by_variable(growths)}
    return {variable: totals for variable, totals in found.items() if totals is not None}


def _totals(case: Case, growths: Growths, variable: Variable) -> tuple[int, ...] | None:
    if variable == BATCH:
        return _curve(at_batch(case), case.plan.batch)
    if variable == WIDTH:
        return _curve(at_width(case, growths.widths), 1) if growths.widths else None
    size = variable.size
    assert size is not None
    return _curve(at_size(case, size), size.now) if size.square else None


def _curve(at: At, now: int) -> tuple[int, ...] | None:
    cases = [at(factor * now) for factor in FACTORS]
    built = [counts(case)["training"] for case in cases if case is not None]
    return tuple(built) if len(built) == len(cases) else None
