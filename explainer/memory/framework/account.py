"""Whether there is a framework account for a network as it is run."""

from __future__ import annotations

from explainer.graph import Graph
from explainer.memory.plan import Plan


def has_account(graph: Graph, plan: Plan) -> bool:
    """Bare totals don't say what is kept, and torch trains nothing in whole numbers."""
    return graph.totals is None and plan.dtype != "int8"
