"""What is derived for a network beside what torch makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch

from explainer.layers.layer import Shape
from explainer.memory.framework.ledger import PARTS
from explainer.memory.framework.missing import Missing, missing_in_training
from explainer.memory.framework.simulation import Step, inference, training_step
from explainer.network.case import Case
from explainer.network.node import Node
from explainer.network.plan import Plan
from explainer.torch_network.measure import Measured, measure
from explainer.torch_network.network import Built

# The peak may differ by this part of the measured one; everything else has to be equal.
PART_OF_PEAK = 100
# Without autograd all that is there for a moment are the layers' values.
OF_INFERENCE = {"activations": "temporary"}


@dataclass(frozen=True)
class Pair:
    """A quantity of bytes, as derived and as measured.

    bound: whether something of it is not derived, so that no more than that is known.
    """

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
    """What a layer puts out for one image, and how many values it learns and tracks.

    beside: the outputs behind the first.
    """

    output: Shape
    weights: int
    biases: int
    buffers: int
    beside: tuple[Shape, ...] = ()

    @property
    def parameters(self) -> int:
        """Weights and biases."""
        return self.weights + self.biases


@dataclass(frozen=True)
class Layer:
    """A layer as derived and as torch made it."""

    name: str
    derived: Size
    measured: Size


@dataclass(frozen=True)
class Verification:
    """What is derived of one training step and of an inference, and what torch measured.

    plan: how it was run; loss: one of LOSSES; segments: 1 without checkpointing; version: torch's.
    parts, inference_parts: the parts of the two peaks, for information.
    missing: what is not derived of the training step.
    """

    plan: Plan
    loss: str
    segments: int
    version: str
    layers: tuple[Layer, ...]
    saved: Pair
    peak: Pair
    parts: tuple[Pair, ...]
    inference: Pair
    inference_parts: tuple[Pair, ...]
    missing: tuple[Missing, ...] = ()

    @property
    def differences(self) -> tuple[Layer, ...]:
        """The layers in which torch disagrees."""
        return tuple(layer for layer in self.layers if layer.derived != layer.measured)

    @property
    def peaks_agree(self) -> bool:
        """Whether both peaks differ by no more than they may."""
        return _near(self.peak) and _near(self.inference)

    @property
    def agrees(self) -> bool:
        """Whether all is as derived."""
        return not self.differences and self.saved.agrees and self.peaks_agree


def _near(peak: Pair) -> bool:
    if peak.bound:
        return peak.agrees
    return PART_OF_PEAK * abs(peak.derived - peak.measured) <= peak.measured


def verify(case: Case, segments: int) -> Verification:
    """Derive a training step and an inference, run both, and put the two beside each other."""
    case = case.with_plan(device="cpu")
    measured = measure(case, segments)
    step, alone = training_step(case, segments), inference(case)
    most, parts = measured.inference
    missing = missing_in_training(case)
    bound = bool(missing)
    return Verification(
        case.plan,
        case.loss,
        segments,
        torch.__version__,
        tuple(map(_layer, case.graph.nodes, measured.layers)),
        Pair("saved", step.saved.total, measured.saved, bound),
        Pair("peak", step.peak.total, measured.peak, bound),
        tuple(_parts(step, measured, segments)),
        Pair("inference", alone.total, most),
        tuple(
            Pair(part, getattr(alone, OF_INFERENCE.get(part, part)), size)
            for part, size in parts.items()
        ),
        missing,
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


def _layer(node: Node, built: Built) -> Layer:
    beside = tuple(each.shape for each in node.beside)
    weights, biases, buffers = map(node.count, ("weights", "biases", "buffers"))
    derived = Size(node.output, weights, biases, buffers, beside)
    tensors = (built.weights, built.biases, built.buffers)
    weights, biases, buffers = (sum(each.numel() for each in part) for part in tensors)
    return Layer(node.name, derived, Size(built.output, weights, biases, buffers, built.beside))
