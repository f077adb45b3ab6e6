"""A stand-in for PyTorch: it measures what is derived, but for the first layer with parameters.

Transcripts need no PyTorch then, nor its version, and show what is said where it disagrees.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from explainer.memory.framework.ledger import PARTS
from explainer.memory.framework.missing import Missing, missing_in_training
from explainer.memory.framework.simulation import inference, training_step
from explainer.network.case import Case
from explainer.network.node import Node
from explainer.network.plan import Plan

# Where the command and the report look it up.
PLACES = ("explainer.command.verify.verify_network", "explainer.torch_network.verify_network")
OF_INFERENCE = {"parameters": "parameters", "buffers": "buffers", "input": "input",
                "activations": "temporary"}  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """A quantity as derived and as measured."""

    what: str
    derived: int
    measured: int
    bound: bool = False

    @property
    def agrees(self) -> bool:
        """Whether they are the same, or what is derived is no more than what was measured."""
        return self.derived <= self.measured if self.bound else self.derived == self.measured


@dataclass(frozen=True)
class Size:
    """A layer's output and what it has."""

    output: tuple[int, ...]
    weights: int
    biases: int
    buffers: int

    @property
    def parameters(self) -> int:
        """Weights and biases."""
        return self.weights + self.biases


@dataclass(frozen=True)
class Layer:
    """A layer as derived and as measured."""

    name: str
    derived: Size
    measured: Size


@dataclass(frozen=True)
class Measured:
    """What `verify_network` gives, as far as it is written down."""

    plan: Plan
    loss: str
    segments: int
    version: str
    layers: tuple[Layer, ...]
    differences: tuple[Layer, ...]
    saved: Pair
    peak: Pair
    parts: tuple[Pair, ...]
    inference: Pair
    inference_parts: tuple[Pair, ...]
    missing: tuple[Missing, ...] = ()
    agrees: bool = False


def measured(case: Case, segments: int = 1) -> Measured:
    """All as derived, but for one bias that the first layer with any, if there is one, lacks."""
    step, alone = training_step(case, segments), inference(case)
    layers = tuple(map(_layer, case.graph.nodes))
    odd = [
        replace(layer, measured=replace(layer.derived, biases=layer.derived.biases - 1))
        for layer in layers
        if layer.derived.biases
    ][:1]
    named = {layer.name: layer for layer in odd}
    missing = missing_in_training(case)
    return Measured(
        case.plan, case.loss, segments, "2.13",
        tuple(named.get(layer.name, layer) for layer in layers), tuple(odd),
        replace(_same("saved", step.saved.total), bound=bool(missing)),
        Pair("peak", step.peak.total, step.peak.total - 4 * len(odd), bool(missing)),
        tuple(_same(part, getattr(step.peak, part)) for part in PARTS),
        _same("inference", alone.total),
        tuple(_same(part, getattr(alone, name)) for part, name in OF_INFERENCE.items()),
        missing,
    )  # fmt: skip


def _same(what: str, size: Any) -> Pair:
    return Pair(what, size, size)


def _layer(node: Node) -> Layer:
    counts = (node.count(count) for count in ("weights", "biases", "buffers"))
    size = Size(node.output, *counts)
    return Layer(node.name, size, size)


@contextmanager
def instead_of_torch() -> Iterator[None]:
    """Whoever verifies a network gets the stand-in."""
    with patch(PLACES[0], measured), patch(PLACES[1], measured):
        yield
