"""A training step and an inference, storage by storage: the most that is alive, and when."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.graph import Graph, Node
from explainer.memory.framework.backward import run_backward
from explainer.memory.framework.forward import Forward, parameters_of
from explainer.memory.framework.ledger import Ledger, Moment
from explainer.memory.framework.network import run_layers, run_loss
from explainer.memory.framework.optimizers import run_optimizer, state_of
from explainer.memory.framework.saved import Saved, saved_by
from explainer.memory.plan import Plan

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
class Step:
    """A training step, in which the optimizer's state and no gradient exists beforehand."""

    saved: Saved
    peak: Peak
    timeline: tuple[Moment, ...]


def training_step(graph: Graph, plan: Plan) -> Step:
    """Forward, loss, backward and optimizer of the second step, and of every later one."""
    ledger = Ledger()
    tensors = [size for node in _leading_on(graph) for size in parameters_of(node, plan)]
    _load(ledger, graph, plan)
    for size in tensors:
        ledger.new(state_of(plan, size), "state", part="optimizer")
    run = Forward(graph, plan, ledger, training=True)
    loss = run_loss(run, run_layers(run))
    saved = saved_by(run.tape)
    run_backward(ledger, run.tape, loss)
    run_optimizer(ledger, plan, tensors)
    return Step(saved, _peak(ledger), tuple(ledger.timeline))


def inference(graph: Graph, plan: Plan) -> Peak:
    """The forward pass alone, in which nothing is kept and dropout does nothing."""
    ledger = Ledger()
    _load(ledger, graph, plan)
    run_layers(Forward(graph, plan, ledger, training=False))
    return _peak(ledger)


def _load(ledger: Ledger, graph: Graph, plan: Plan) -> None:
    """The parameters and buffers are there before anything runs."""
    for node in graph.nodes:
        ledger.new(sum(parameters_of(node, plan)), "parameters", part="parameters")
        ledger.new(_buffers_of(node, plan), "buffers", part="buffers")


def _buffers_of(node: Node, plan: Plan) -> int:
    buffers = node.count("buffers") * plan.bytes_of_master
    return buffers + BYTES_OF_BATCH_COUNTER if buffers else 0


def _leading_on(graph: Graph) -> list[Node]:
    """The nodes that the network's output depends on: only their parameters get a gradient."""
    found = {graph.nodes[-1].index}
    for node in reversed(graph.nodes):
        if node.index in found:
            found.update(node.sources)
    return [node for node in graph.nodes if node.index in found]


def _peak(ledger: Ledger) -> Peak:
    return Peak(total=ledger.peak.total, where=ledger.peak, **ledger.parts_at_peak)
