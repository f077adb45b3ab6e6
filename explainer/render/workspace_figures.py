"""What convolutions need for a moment, as part of the figures."""

from __future__ import annotations

from typing import Any

from explainer.memory.workspace import NOT_DERIVED, Unfolded, largest_of, unfolded
from explainer.network.case import Case


def workspace_figures(case: Case) -> dict[str, Any] | None:
    """The layers that need a matrix, the largest one, what is not derived; None for bare totals."""
    if case.graph.totals is not None:
        return None
    layers = unfolded(case)
    most = largest_of(layers)
    at_once = min(case.plan.threads, case.plan.batch)
    return {
        "threads": case.plan.threads,
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
