"""What one of several devices takes, and of fewer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from explainer.network.case import Case
from explainer.questions.devices.account import OneDevice, device_values, table_of
from explainer.questions.devices.buckets import Bucket, buckets_of


@dataclass(frozen=True)
class Devices:
    """What one of several devices takes.

    values: the numbers of all formulas, by their symbols; buckets: None for bare totals.
    table: the same for fewer devices.
    """

    devices: int
    values: Mapping[str, Any]
    buckets: tuple[Bucket, ...] | None
    table: tuple[OneDevice, ...]


def devices_of(case: Case, count: int) -> Devices:
    """What one of so many devices takes."""
    values = device_values(case, count)
    bare = case.graph.totals is not None
    buckets = None if bare else buckets_of(case.graph, values["b_g"], case.frozen)
    return Devices(count, values, buckets, tuple(table_of(case, count)))
