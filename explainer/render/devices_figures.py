"""What each of several devices takes, as part of the figures."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from explainer.memory.devices import buckets_of, device_values, table_of
from explainer.network.case import Case


def devices_figures(case: Case, devices: int) -> dict[str, Any]:
    """One device of so many, and of fewer; the buckets' bytes, None for bare totals."""
    values = device_values(case, devices)
    buckets = buckets_of(case.graph, values["b_g"], case.frozen)
    return {
        "devices": devices,
        "global_batch": values["global_batch"],
        "buckets": None if case.graph.totals else [bucket.bytes for bucket in buckets],
        "table": [asdict(row) for row in table_of(case, devices)],
    }
