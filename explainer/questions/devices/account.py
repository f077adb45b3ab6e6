"""What one of several devices takes, for a network and any number of devices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from explainer.maths import Exact, as_exact
from explainer.maths.formulary import bytes_of
from explainer.memory.textbook.account import Training, account_values, training_of
from explainer.memory.textbook.sums import totals_of
from explainer.network.case import Case
from explainer.network.symbols import derive_all
from explainer.questions.devices.buckets import buckets_of
from explainer.questions.devices.formulas import devices_formulas


@dataclass(frozen=True)
class OneDevice:
    """What one of several devices takes, in bytes, in each way of training on them."""

    devices: int
    data_parallel: int
    bucket_views: int
    zero_1: int
    zero_2: int
    zero_3: int


PARTS = (
    "parameters", "gradients", "optimizer", "activations", "activation_gradients", "miscellaneous",
)  # fmt: skip
WAYS = ("data_parallel", "bucket_views", "zero_1", "zero_2", "zero_3")


def values_on(parts: Training, parameters: int, trained: int, devices: int) -> dict[str, Any]:
    """The numbers of the formulas by their symbols, those that they give included.

    parameters, trained: how many there are, and how many of them get a gradient.
    """
    values: dict[str, Any] = {bytes_of(part): getattr(parts, part) for part in PARTS}
    values |= {"parameters": parameters, "trained": trained, "devices": devices}
    values |= {"b_p": _each(parts.parameters, parameters), "b_g": _each(parts.gradients, trained)}
    state = _each(parts.optimizer, trained)
    return values | ({"b_o": state} if isinstance(state, int) else {})


def _each(size: int, count: int) -> Exact:
    """The bytes for each, whole where they are; none where there are none."""
    return as_exact(Fraction(size, count)) if count else 0


def worked_out(values: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers, and what the formulas make of them."""
    found = {"batch": 1} | dict(values)
    derive_all(devices_formulas.formulas_for(found), found)
    return found


def one_of(values: Mapping[str, Any]) -> OneDevice:
    """What one device takes, from the numbers worked out."""
    return OneDevice(values["devices"], *(values[bytes_of(way)] for way in WAYS))


def device_values(case: Case, devices: int) -> dict[str, Any]:
    """The numbers for a network, worked out."""
    return worked_out(_given(case) | {"devices": devices})


def _given(case: Case) -> dict[str, Any]:
    """What the network gives, whatever the number of devices."""
    account = account_values(case)
    parameters = totals_of(case.graph).parameters
    values = values_on(training_of(case), parameters, account.get("trained", parameters), 1)
    found = buckets_of(case.graph, values["b_g"], case.frozen)
    buckets = [bucket.bytes for bucket in found]
    return (
        values | {"batch": case.plan.batch} | ({"largest_bucket": max(buckets)} if buckets else {})
    )


def numbers_of_devices(most: int) -> list[int]:
    """1, 2, 4, 8, … as far as they go, and the number itself."""
    return sorted({1 << i for i in range(most.bit_length())} | {most})


def table_of(case: Case, most: int) -> list[OneDevice]:
    """What one device takes, for each of these numbers of devices."""
    given = _given(case)
    return [one_of(worked_out(given | {"devices": n})) for n in numbers_of_devices(most)]
