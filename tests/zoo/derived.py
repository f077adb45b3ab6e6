"""What `explain` says of the same step."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import torch

from explainer import explain
from explainer.readers.from_torch.network import traced
from tests.zoo.measured import BATCH, Step
from tests.zoo.networks import Network


@dataclass(frozen=True)
class Derived:
    """A network's figures: those that a step is compared in, and others beside them.

    sizes: how many layers' output sizes were compared with those of torch's own graph; apart: the
    layers whose are others.
    """

    step: Step
    layers: int
    macs: int
    sizes: int
    apart: tuple[str, ...]


def derived(network: Network) -> Derived:
    """Every figure from the network's formulas; ExplainError where there is none."""
    document = explain(network.model(), batch=BATCH, optimizer="momentum", loss="none")
    found = json.loads(document.json())
    framework, totals = found["memory"]["framework"], found["totals"]
    step = Step(totals["parameters"], framework["saved"], framework["peak"]["total"])
    theirs = _sizes(network)
    compared = [each for each in found["layers"] if each["name"] in theirs]
    apart = [each["name"] for each in compared if tuple(each["output"]) != theirs[each["name"]]]
    return Derived(step, len(found["layers"]), totals["macs"], len(compared), tuple(apart))


def _sizes(network: Network) -> Mapping[str, tuple[int, ...]]:
    """By the name of a layer, the sizes of what it gives, as torch's graph has them."""
    inputs = [torch.empty((BATCH, *each.sizes), device="meta") for each in network.inputs]
    return traced(network.make(), inputs, network.name).sizes
