"""Gradient checkpointing as figures, in both accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explainer.results.framework_figures import peak_figures

if TYPE_CHECKING:
    from explainer.questions.checkpointing.search import Checkpointing


def checkpoint_figures(found: Checkpointing) -> dict[str, Any]:
    """What was asked, the rule of the root, both accounts, and all that was tried."""
    plan = found.case.plan
    size = plan.batch * plan.bytes_per_value
    return {
        "asked": found.asked,
        "layers": found.layers,
        "rule": found.rule.segments,
        "textbook": _textbook(found),
        "framework": _framework(found),
        "tried": [
            {"segments": each.segments, "textbook": each.values * size, "framework": each.peak}
            for each in found.tried
        ],
    }


def _textbook(found: Checkpointing) -> dict[str, Any]:
    """Values of one image, and bytes for the batch."""
    values = found.values
    return {
        "segments": found.textbook.segments,
        "border_values": values["borders"],
        "largest_segment": values["largest_segment"],
        "values": values["values_kept"],
        "bytes": values["bytes_of_kept_values"],
        "macs_again": values.get("macs_again", 0),
        "best_segments": found.fewest_values.segments,
    }


def _framework(found: Checkpointing) -> dict[str, Any] | None:
    """The peak in bytes for the batch, and what is computed again; None without an account."""
    chosen, best, step = found.framework, found.lowest_peak, found.step
    if chosen is None or best is None or step is None:
        return None
    return {
        "segments": chosen.segments,
        "saved": step.saved.total,
        "peak": peak_figures(step.peak),
        "macs_again": sum(node.count("macs") for node in step.again),
        "best_segments": best.segments,
    }
