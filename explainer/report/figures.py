"""The figures of a network as one JSON object, stable and documented in site/reference/json.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from explainer.files.json_text import as_text
from explainer.network.figures import inputs_figures, layer_figures
from explainer.network.graph import owner_of
from explainer.report.workspace_figures import workspace_figures
from explainer.results.framework_figures import framework_figures

if TYPE_CHECKING:
    from explainer.results.results import Results


def figures(work: Results, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The object: integers only, None where a figure is not known.

    Asking for one layer limits `layers`. answers: to the further questions, by their keys.
    """
    graph, plan, asked = work.graph, work.plan, work.asked
    totals, account = work.totals.known, work.framework
    order = ("activations", "weights", "biases", "parameters", "buffers", "macs")
    return {
        "name": graph.name,
        "input": list(graph.spec.input) or None,
        **({"input_type": "int64"} if graph.spec.tokens else {}),
        **inputs_figures(graph),
        "batch": plan.batch,
        "dtype": plan.dtype,
        "optimizer": plan.optimizer,
        "accumulate": plan.accumulate,
        "frozen": [graph.nodes[index].name for index in sorted(work.case.frozen)],
        **({"outputs": [node.name for node in graph.outputs]} if len(graph.ends) > 1 else {}),
        "layers": [
            layer_figures(n, owner_of(n, graph))
            for n in graph.nodes
            if asked.layer in (None, n.name)
        ],
        "totals": {name: totals[name] for name in order},
        "memory": {
            "textbook": _textbook(work),
            "framework": None
            if account is None
            else framework_figures(work.case, account.step, account.prediction),
            **_int8(work),
            "workspace": workspace_figures(work.workspace, plan.threads),
        },
        "claims": _claims(work),
        **answers,
    }


def _claims(work: Results) -> list[dict[str, Any]]:
    """The file's published figures, judged; the engine is loaded only where there are any."""
    if not work.graph.spec.claims:
        return []
    from explainer.mistakes.engine.claims import claims_of
    from explainer.mistakes.engine.figures import claim_figures

    return [claim_figures(result) for result in claims_of(work.case)]


def _textbook(work: Results) -> dict[str, Any]:
    """The account of the whole network, and of each layer in training."""
    account = work.textbook
    rows = None if account.layers is None else [asdict(row) for row in account.layers]
    return {
        "training": account.training.known,
        "inference": account.inference.known,
        "layers": rows,
    }


def _int8(work: Results) -> dict[str, Any]:
    """The account of whole numbers, only where the values are such."""
    if work.plan.dtype != "int8":
        return {}
    found = work.int8_inference
    return {"int8_inference": None if found is None else asdict(found)}


def to_json(work: Results, answers: Mapping[str, Any]) -> str:
    """The object as text, with a line end."""
    return as_text(figures(work, answers))
