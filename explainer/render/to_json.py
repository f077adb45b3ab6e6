"""The figures of a network as one JSON object, stable and documented in the README."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from explainer.asked import Asked
from explainer.graph import COUNTS, Graph, Node
from explainer.memory.fits import Fit, framework_fit, textbook_fit
from explainer.memory.network import totals_of
from explainer.memory.plan import Plan
from explainer.memory.textbook import inference_of, training_of
from explainer.render.checkpoint_figures import checkpoint_figures
from explainer.render.framework_figures import framework_figures


def figures(graph: Graph, plan: Plan, asked: Asked) -> dict[str, Any]:
    """The object: integers only, None where a figure is not known.

    Asking for one layer limits `layers`.
    """
    totals = asdict(totals_of(graph))
    order = ("activations", "weights", "biases", "parameters", "buffers", "macs")
    return {
        "name": graph.name,
        "input": list(graph.spec.input) or None,
        "batch": plan.batch,
        "dtype": plan.dtype,
        "optimizer": plan.optimizer,
        "layers": [layer_figures(n) for n in graph.nodes if asked.layer in (None, n.name)],
        "totals": {name: totals[name] for name in order},
        "memory": {
            "textbook": {
                "training": asdict(training_of(graph, plan)),
                "inference": asdict(inference_of(graph, plan)),
            },
            "framework": framework_figures(graph, plan),
        },
        **_answers(graph, plan, asked),
    }


def _answers(graph: Graph, plan: Plan, asked: Asked) -> dict[str, Any]:
    """The further questions, each only where somebody asks."""
    answers: dict[str, Any] = {}
    if asked.fits is not None:
        answers["fits"] = fits_figures(graph, plan, asked.fits)
    if asked.checkpoint is not None:
        answers["checkpointing"] = checkpoint_figures(graph, plan, asked.checkpoint)
    return answers


def fits_figures(graph: Graph, plan: Plan, size: int) -> dict[str, Any]:
    """The largest batch that fits, in both accounts."""

    def largest(fit: Fit | None) -> dict[str, int | None]:
        return {"largest_batch": None if fit is None else fit.largest}

    return {
        "size": size,
        "textbook": largest(textbook_fit(graph, plan, size)),
        "framework": largest(framework_fit(graph, plan, size)),
    }


def layer_figures(node: Node) -> dict[str, Any]:
    """One layer's row, for one image."""
    head = {"name": node.name, "kind": node.kind, "output": list(node.output)}
    return head | {quantity: node.count(quantity) for quantity in COUNTS}


def to_json(graph: Graph, plan: Plan, asked: Asked) -> str:
    """The object as text, with a line end."""
    return json.dumps(figures(graph, plan, asked), indent=2, ensure_ascii=False) + "\n"
