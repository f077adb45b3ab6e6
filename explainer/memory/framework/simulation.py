"""A training step and an inference, storage by storage: the most that is alive, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from explainer.memory.framework.forward import Forward, parameters_of
from explainer.memory.framework.ledger import Held, Ledger, Moment
from explainer.memory.framework.micro_batches import run_micro_batches
from explainer.memory.framework.network import put_images, run_layers
from explainer.memory.framework.optimizers import run_optimizer, state_of
from explainer.memory.framework.saved import Saved
from explainer.network.case import Case
from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.network.plan import Plan
from explainer.network.tensor_shapes import tensor_shapes
from explainer.once import once

# Torch's batch norm counts its batches, in a whole number of 8 bytes.
BYTES_OF_BATCH_COUNTER = 8


@dataclass(frozen=True)
class Peak:
    """The parts in bytes at the moment of the most, for the whole batch.

    gradients: those of the parameters, as far as they exist by then.
    temporary: what nothing is kept for, such as the gradients that are on their way.
    """

    total: int
    parameters: int
    buffers: int
    gradients: int
    optimizer: int
    saved: int
    input: int
    temporary: int
    where: Moment


@dataclass(frozen=True)
class Run:
    """What has been simulated; the ledger has every storage that was taken."""

    peak: Peak
    timeline: tuple[Moment, ...]
    ledger: Ledger = field(repr=False)

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """Every storage that is alive at the peak."""
        return self.ledger.held_at_peak()


@dataclass(frozen=True)
class Step(Run):
    """A training step, in which the optimizer's state and no gradient exists beforehand.

    again: the layers whose output is computed once more in the backward pass.
    """

    saved: Saved
    again: tuple[Node, ...] = ()

    @cached_property
    def on_their_way(self) -> int:
        """The most at once of the gradients of values, with what making them needs."""
        return self.ledger.most_made_in("backward")


@dataclass(frozen=True)
class Prediction(Run):
    """A forward pass alone."""


def has_account(case: Case) -> bool:
    """Bare totals don't say what is kept, and torch trains nothing in whole numbers."""
    return case.graph.totals is None and case.plan.dtype != "int8"


def training_step(case: Case, segments: int = 1) -> Step:
    """Forward, loss, backward and optimizer of the second step, and of every later one.

    segments: how many the layers are cut into; all but the last are checkpointed.
    """
    return _plain_step(case) if segments == 1 else _step(case, segments)


@once
def _plain_step(case: Case) -> Step:
    """The step without checkpointing, which many ask for."""
    return _step(case, 1)


def _step(case: Case, segments: int) -> Step:
    ledger = Ledger()
    tensors = [shape for _, shape in learning_tensors(case)]
    _load(ledger, case)
    for shape in tensors:
        ledger.new(state_of(case.plan, shape), "state", part="optimizer")
    passes = run_micro_batches(ledger, case, segments)
    if tensors:
        run_optimizer(ledger, case.plan, tensors)
    timeline = tuple(ledger.timeline)
    return Step(_peak(ledger), timeline, ledger, passes.saved, passes.again)


@once
def prediction(case: Case) -> Prediction:
    """The forward pass alone, in which nothing is kept and dropout does nothing."""
    ledger = Ledger()
    _load(ledger, case)
    run = Forward(case, ledger, training=False)
    run_layers(run, put_images(run))
    return Prediction(_peak(ledger), tuple(ledger.timeline), ledger)


def inference(case: Case) -> Peak:
    """The most that is alive in a forward pass alone."""
    return prediction(case).peak


def _load(ledger: Ledger, case: Case) -> None:
    """The parameters and buffers are there before anything runs."""
    for node in case.graph.nodes:
        ledger.new(sum(parameters_of(node, case.plan)), "parameters", part="parameters")
        ledger.new(_buffers_of(node, case.plan), "buffers", part="buffers")


def _buffers_of(node: Node, plan: Plan) -> int:
    buffers = node.count("buffers") * plan.bytes_of_master
    return buffers + BYTES_OF_BATCH_COUNTER if buffers else 0


def learning_tensors(case: Case) -> list[tuple[Node, tuple[int, ...]]]:
    """The tensors of parameters that get a gradient: whose each is, and its shape."""
    frozen = case.frozen
    return [
        (node, shape)
        for node in case.graph.nodes
        if node.index in case.graph.taught and node.index not in frozen
        for shape in tensor_shapes(node)
    ]


def leading_on(graph: Graph) -> list[Node]:
    """The nodes that the network's output depends on: only their parameters get a gradient."""
    return [node for node in graph.nodes if node.index in graph.leading]


def _peak(ledger: Ledger) -> Peak:
    return Peak(total=ledger.peak.total, where=ledger.peak, **ledger.parts_at_peak)
