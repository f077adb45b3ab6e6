"""What is derived for a network beside what torch makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch

from explainer.graph import Graph, Node
from explainer.memory.framework.ledger import PARTS
from explainer.memory.framework.simulation import Step, training_step
from explainer.memory.plan import Plan
from explainer.torch_network.measure import Measured, measure
from explainer.torch_network.network import Built

# The peak may differ by this part of the measured one; everything else has to be equal.
PART_OF_PEAK = 100


@dataclass(frozen=True)
class Pair:
    """A quantity of bytes, as derived and as measured."""

    what: str
    derived: int
    measured: int


@dataclass(frozen=True)
class Difference:
    """A layer in which torch disagrees: shape, weights, biases, buffers, ours and torch's."""

    layer: str
    derived: str
    measured: str


@dataclass(frozen=True)
class Verification:
    """Both accounts of one training step.

    plan: how it was run, always in float32; segments: 1 without checkpointing.
    version: torch's.
    layers: how many there are; differences: those that disagree.
    parts: the parts of the peak, for information.
    """

    plan: Plan
    segments: int
    version: str
    layers: int
    differences: tuple[Difference, ...]
    saved: Pair
    peak: Pair
    parts: tuple[Pair, ...]

    @property
    def peak_agrees(self) -> bool:
        """Whether the peak differs by no more than it may."""
        off = abs(self.peak.derived - self.peak.measured)
        return PART_OF_PEAK * off <= self.peak.measured

    @property
    def agrees(self) -> bool:
        """Whether all is as derived."""
        saved = self.saved.derived == self.saved.measured
        return not self.differences and saved and self.peak_agrees


def verify(graph: Graph, plan: Plan, segments: int) -> Verification:
    """Derive a training step, run it, and put the two beside each other."""
    plan = replace(plan, dtype="float32")
    measured = measure(graph, plan, segments)
    step = training_step(graph, plan, segments)
    return Verification(
        plan,
        segments,
        torch.__version__,
        len(graph.nodes),
        tuple(_differences(graph, measured.layers)),
        Pair("saved", step.saved.total, measured.saved),
        Pair("peak", step.peak.total, measured.peak),
        tuple(_parts(step, measured, segments)),
    )


def _parts(step: Step, measured: Measured, segments: int) -> Iterator[Pair]:
    """The parts of the peak.

    Torch's hooks don't see what a checkpointed segment keeps in its second run, so under
    checkpointing the kept values and the temporary ones are compared together.
    """
    together = ("saved", "temporary") if segments > 1 else ()
    for part in PARTS:
        if part not in together:
            yield Pair(part, getattr(step.peak, part), measured.parts[part])
    if together:
        ours = sum(getattr(step.peak, part) for part in together)
        yield Pair(" and ".join(together), ours, sum(measured.parts[part] for part in together))


def _differences(graph: Graph, layers: tuple[Built, ...]) -> list[Difference]:
    rows = [
        Difference(node.name, _ours(node), _theirs(built))
        for node, built in zip(graph.nodes, layers, strict=True)
    ]
    return [row for row in rows if row.derived != row.measured]


def _ours(node: Node) -> str:
    return _row(node.output, *map(node.count, ("weights", "biases", "buffers")))


def _theirs(built: Built) -> str:
    tensors = (built.weights, built.biases, built.buffers)
    return _row(built.output, *(sum(each.numel() for each in part) for part in tensors))


def _row(output: tuple[int, ...], weights: int, biases: int, buffers: int) -> str:
    shape = "×".join(map(str, output))
    return f"{shape}, {weights:,} weights, {biases:,} biases, {buffers:,} buffers"
