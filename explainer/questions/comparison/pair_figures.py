"""Two models side by side as one JSON object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explainer.network.figures import inputs_figures, layer_figures
from explainer.questions.comparison.changes_figures import sums_beside

if TYPE_CHECKING:
    from explainer.network.case import Case
    from explainer.network.node import Node
    from explainer.questions.comparison.figures import Beside


def pair_figures(beside: Beside) -> dict[str, Any]:
    """Both networks, their sums with exact factors, and the layers by name."""
    return {
        "first": _model(beside.first),
        "second": _model(beside.second),
        **sums_beside(beside, ("first", "second")),
        "layers": [
            {"name": name, "first": _layer(first), "second": _layer(second)}
            for name, (first, second) in beside.rows.items()
        ],
    }


def _model(case: Case) -> dict[str, Any]:
    graph, plan = case.graph, case.plan
    return {
        "name": graph.name,
        "input": list(graph.spec.input) or None,
        **({"input_type": "int64"} if graph.spec.tokens else {}),
        **inputs_figures(graph),
        "batch": plan.batch,
        "dtype": plan.dtype,
        "optimizer": plan.optimizer,
    }


def _layer(node: Node | None) -> dict[str, Any] | None:
    if node is None:
        return None
    return {key: value for key, value in layer_figures(node).items() if key != "name"}
