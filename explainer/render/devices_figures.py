"""What each of several devices takes, as part of the figures."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from explainer.graph import Graph
from explainer.memory.devices import buckets_of, device_values, table_of
from explainer.memory.freezing import frozen_layers
from explainer.memory.plan import Plan


def devices_figures(graph: Graph, plan: Plan, devices: int) -> dict[str, Any]:
    """One device of so many, and of fewer; the buckets' bytes, None for bare totals."""
    values = device_values(graph, plan, devices)
    buckets = buckets_of(graph, values["b_g"], frozen_layers(graph, plan))
    return {
        "devices": devices,
        "global_batch": values["global_batch"],
        "buckets": None if graph.totals else [bucket.bytes for bucket in buckets],
        "table": [asdict(row) for row in table_of(graph, plan, devices)],
    }
