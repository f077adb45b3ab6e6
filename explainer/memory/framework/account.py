"""Whether there is a framework account for a network as it is run."""

from __future__ import annotations

from explainer.network.case import Case


def has_account(case: Case) -> bool:
    """Bare totals don't say what is kept, and torch trains nothing in whole numbers."""
    return case.graph.totals is None and case.plan.dtype != "int8"
