"""The figures of a network as one JSON object, stable and documented in the README."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from explainer.asked import Asked
from explainer.graph import COUNTS, Node, Tensor
from explainer.memory.fits import Fit, framework_fit, textbook_fit
from explainer.memory.int8 import int8_inference_of
from explainer.memory.largest_image import ImageFit, framework_image, textbook_image
from explainer.memory.network import totals_of
from explainer.memory.textbook import inference_of, training_of
from explainer.network.case import Case
from explainer.render.checkpoint_figures import checkpoint_figures
from explainer.render.comparison_figures import comparison_figures
from explainer.render.devices_figures import devices_figures
from explainer.render.framework_figures import framework_figures
from explainer.render.growth_figures import growth_figures
from explainer.render.verified_figures import verified_figures
from explainer.render.workspace_figures import workspace_figures

if TYPE_CHECKING:
    from explainer.torch_network.verification import Verification


def figures(
    case: Case,
    asked: Asked,
    unchanged: Case | None = None,
    measured: Verification | None = None,
) -> dict[str, Any]:
    """The object: integers only, None where a figure is not known.

    Asking for one layer limits `layers`. measured: what PyTorch gave, where that was asked.
    """
    totals = asdict(totals_of(case.graph))
    order = ("activations", "weights", "biases", "parameters", "buffers", "macs")
    return {
        "name": case.graph.name,
        "input": list(case.graph.spec.input) or None,
        **({"input_type": "int64"} if case.graph.spec.tokens else {}),
        "batch": case.plan.batch,
        "dtype": case.plan.dtype,
        "optimizer": case.plan.optimizer,
        "accumulate": case.plan.accumulate,
        "frozen": [case.graph.nodes[index].name for index in sorted(case.frozen)],
        "layers": [layer_figures(n) for n in case.graph.nodes if asked.layer in (None, n.name)],
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
        **_answers(case, asked, unchanged),
        **({} if measured is None else {"verify": verified_figures(measured)}),
    }


def _int8(case: Case) -> dict[str, Any]:
    """The account of whole numbers, only where the values are such."""
    if case.plan.dtype != "int8":
        return {}
    found = int8_inference_of(case)
    return {"int8_inference": None if found is None else asdict(found)}


def _answers(case: Case, asked: Asked, unchanged: Case | None) -> dict[str, Any]:
    """The further questions, each only where somebody asks."""
    answers: dict[str, Any] = {}
    if unchanged is not None:
        answers["comparison"] = comparison_figures(unchanged, case, asked.changes)
    if asked.fits is not None:
        answers["fits"] = fits_figures(case, asked.fits)
    if asked.sensitivity:
        answers["sensitivity"] = growth_figures(case)
    if asked.devices is not None:
        answers["devices"] = devices_figures(case, asked.devices)
    if asked.checkpoint is not None:
        answers["checkpointing"] = checkpoint_figures(case, asked.checkpoint)
    return answers


def fits_figures(case: Case, size: int) -> dict[str, Any]:
    """The largest batch and the largest square image that fit, in both accounts."""

    def largest(batch: Fit | None, image: ImageFit | None) -> dict[str, int | None]:
        return {
            "largest_batch": None if batch is None else batch.largest,
            "largest_image": None if image is None else image.side,
        }

    return {
        "size": size,
        "textbook": largest(textbook_fit(case, size), textbook_image(case, size)),
        "framework": largest(framework_fit(case, size), framework_image(case, size)),
    }


def layer_figures(node: Node) -> dict[str, Any]:
    """One layer's row, for one image; `outputs` and `inner` only where there are more."""
    head: dict[str, Any] = {"name": node.name, "kind": node.kind, "output": list(node.output)}
    if node.beside:
        head["outputs"] = [_tensor(each) for each in node.outputs]
    if node.inner:
        head["inner"] = [_tensor(each) | {"kept": each.law.kept} for each in node.inner]
    return head | {quantity: node.count(quantity) for quantity in COUNTS}


def _tensor(tensor: Tensor) -> dict[str, Any]:
    return {"name": tensor.name, "shape": list(tensor.shape)}


def to_json(
    case: Case,
    asked: Asked,
    unchanged: Case | None = None,
    measured: Verification | None = None,
) -> str:
    """The object as text, with a line end."""
    return as_text(figures(case, asked, unchanged, measured))


def as_text(found: dict[str, Any]) -> str:
    """An object of figures as JSON text."""
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"
