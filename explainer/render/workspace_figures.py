"""What convolutions need for a moment, as part of the figures."""

from __future__ import annotations

from typing import Any

from explainer.graph import Graph
from explainer.memory.plan import Plan
from explainer.memory.workspace import NOT_DERIVED, Unfolded, largest_of, unfolded


def workspace_figures(graph: Graph, plan: Plan) -> dict[str, Any] | None:
    """The layers that need a matrix, the largest one, what is not derived; None for bare totals."""
    if graph.totals is not None:
        return None
    layers = unfolded(graph, plan)
    most = largest_of(layers)
    at_once = min(plan.threads, plan.batch)
    return {
        "threads": plan.threads,
        "layers": [_figures(layer) for layer in layers],
        "largest": most and _figures(most) | {"at_once": most.per_image * at_once},
        "not_derived": list(NOT_DERIVED),
    }


def _figures(layer: Unfolded) -> dict[str, Any]:
    return {
        "name": layer.node.name,
        "per_image": layer.per_image,
        "per_batch": layer.per_batch,
    }
