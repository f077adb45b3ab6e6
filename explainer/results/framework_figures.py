"""The framework account's part of the figures."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from explainer.memory.framework.missing import missing_in_training

if TYPE_CHECKING:
    from explainer.memory.framework.ledger import Moment
    from explainer.memory.framework.simulation import Peak, Prediction, Step
    from explainer.network.case import Case


def framework_figures(case: Case, step: Step, prediction: Prediction) -> dict[str, Any]:
    """What torch keeps and its peaks, in bytes for the batch."""
    return {
        "loss": case.loss,
        "device": case.plan.device,
        "measured": case.plan.measured,
        "missing": [asdict(each) for each in missing_in_training(case)],
        "saved": step.saved.total,
        "inference": _inference(prediction),
        "peak": peak_figures(step.peak),
        "timeline": _timeline(step.timeline),
    }


def _inference(found: Prediction) -> dict[str, Any]:
    """Without autograd all that is alive beside the rest are the layers' values."""
    peak = found.peak
    return {
        "total": peak.total,
        "parameters": peak.parameters,
        "buffers": peak.buffers,
        "input": peak.input,
        "activations": peak.temporary,
        "where": _where(peak),
        "timeline": _timeline(found.timeline),
    }


def peak_figures(peak: Peak) -> dict[str, Any]:
    """The total, its parts, and the moment."""
    parts = {name: value for name, value in asdict(peak).items() if name != "where"}
    return parts | {"where": _where(peak)}


def _timeline(moments: tuple[Moment, ...]) -> list[dict[str, Any]]:
    """What is alive while each layer is worked on, all parts together."""
    return [{"layer": m.layer, "moment": m.moment, "total": m.total} for m in moments]


def _where(peak: Peak) -> dict[str, Any]:
    return {"layer": peak.where.layer, "moment": peak.where.moment}
