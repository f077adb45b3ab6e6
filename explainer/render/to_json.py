"""The figures of a network as one JSON object, stable and documented in the README."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from explainer.graph import COUNTS, Node
from explainer.memory.int8 import int8_inference_of
from explainer.memory.network import totals_of
from explainer.memory.textbook import inference_of, training_of
from explainer.network.case import Case
from explainer.render.framework_figures import framework_figures
from explainer.render.workspace_figures import workspace_figures


def figures(case: Case, layer: str | None, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The object: integers only, None where a figure is not known.

    layer: the only one in `layers`; None for all. answers: of the further questions.
    """
    totals = asdict(totals_of(case.graph))
    order = ("activations", "weights", "biases", "parameters", "buffers", "macs")
    return {
        "name": case.graph.name,
        "input": list(case.graph.spec.input) or None,
        "batch": case.plan.batch,
        "dtype": case.plan.dtype,
        "optimizer": case.plan.optimizer,
        "accumulate": case.plan.accumulate,
        "frozen": [case.graph.nodes[index].name for index in sorted(case.frozen)],
        "layers": [layer_figures(n) for n in case.graph.nodes if layer in (None, n.name)],
        "totals": {name: totals[name] for name in order},
        "memory": {
            "textbook": {
                "training": asdict(training_of(case)),
                "inference": asdict(inference_of(case)),
            },
            "framework": framework_figures(case),
            **_int8(case),
            "workspace": workspace_figures(case),
        },
        **answers,
    }


def _int8(case: Case) -> dict[str, Any]:
    """The account of whole numbers, only where the values are such."""
    if case.plan.dtype != "int8":
        return {}
    found = int8_inference_of(case)
    return {"int8_inference": None if found is None else asdict(found)}


def layer_figures(node: Node) -> dict[str, Any]:
    """One layer's row, for one image."""
    head = {"name": node.name, "kind": node.kind, "output": list(node.output)}
    return head | {quantity: node.count(quantity) for quantity in COUNTS}


def to_json(case: Case, layer: str | None, answers: Mapping[str, Any]) -> str:
    """The object as text, with a line end."""
    return as_text(figures(case, layer, answers))


def as_text(found: dict[str, Any]) -> str:
    """An object of figures as JSON text."""
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"
