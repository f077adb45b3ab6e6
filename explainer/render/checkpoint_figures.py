"""Gradient checkpointing as figures, in both accounts."""

from __future__ import annotations

from typing import Any

from explainer.memory.checkpoint_search import Checkpointing, checkpointed
from explainer.memory.checkpointing import checkpointing_values
from explainer.memory.segments import Segments
from explainer.network.case import Case
from explainer.render.framework_figures import peak_figures


def checkpoint_figures(case: Case, asked: Segments) -> dict[str, Any]:
    """What was asked, the rule of the root, both accounts, and all that was tried."""
    found = checkpointed(case, asked)
    size = case.plan.batch * case.plan.bytes_per_value
    return {
        "asked": asked,
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
    values = checkpointing_values(found.cut(), found.case.plan)
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
    chosen, best = found.framework, found.lowest_peak
    if chosen is None or best is None:
        return None
    step = found.step(chosen.segments)
    return {
        "segments": chosen.segments,
        "saved": step.saved.total,
        "peak": peak_figures(step.peak),
        "macs_again": sum(node.count("macs") for node in step.again),
        "best_segments": best.segments,
    }
