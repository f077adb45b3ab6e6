"""What each of several devices takes, as part of the figures."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from explainer.questions.devices.answer import Devices


def devices_figures(found: Devices) -> dict[str, Any]:
    """One device of so many, and of fewer; the buckets' bytes, None for bare totals."""
    buckets = found.buckets
    return {
        "devices": found.devices,
        "global_batch": found.values["global_batch"],
        "buckets": None if buckets is None else [bucket.bytes for bucket in buckets],
        "table": [asdict(row) for row in found.table],
    }
