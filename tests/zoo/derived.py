"""What `explain` says of the same step."""

from __future__ import annotations

import json
from dataclasses import dataclass

from explainer import explain
from tests.zoo.measured import BATCH, Step
from tests.zoo.networks import Network


@dataclass(frozen=True)
class Derived:
    """A network's figures: those that a step is compared in, and others beside them."""

    step: Step
    layers: int
    macs: int
    activations: int


def derived(network: Network) -> Derived:
    """Every figure from the network's formulas; ExplainError where there is none."""
    document = explain(network.model(), batch=BATCH, optimizer="momentum", loss="none")
    found = json.loads(document.json())
    framework, totals = found["memory"]["framework"], found["totals"]
    step = Step(totals["parameters"], framework["saved"], framework["peak"]["total"])
    return Derived(step, len(found["layers"]), totals["macs"], totals["activations"])
