"""Forward, loss and backward, once for each micro-batch; the gradients add up meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.memory.framework.backward import run_backward
from explainer.memory.framework.checkpointed import run_segments
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.in_place import places
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.network import put_images, run_loss
from explainer.memory.framework.saved import Saved, saved_by
from explainer.network.case import Case
from explainer.network.node import Node
from explainer.network.segments import borders, cut

# The third and later ones are as the second, which finds all gradients there.
DIFFERENT = 2


@dataclass(frozen=True)
class Passes:
    """What autograd keeps in between, each time the same, and the layers that are run again."""

    saved: Saved
    again: tuple[Node, ...]


def run_micro_batches(ledger: Ledger, case: Case, segments: int) -> Passes:
    """Go forward and back, micro-batch by micro-batch.

    The output and the loss of a micro-batch stay until those of the next take their names.
    """
    parts = cut(case.graph, segments)
    in_place = places(case.graph, case.frozen, borders(parts)).in_place

    def start() -> Forward:
        return Forward(case, ledger, training=True, in_place_at=in_place)

    images = put_images(run := start())
    outputs, frames = run_segments(run, parts, images)
    loss = run_loss(run, outputs)
    saved = saved_by(run.tape)
    run_backward(ledger, run.tape, loss)
    for _ in range(1, min(case.plan.accumulate, DIFFERENT)):
        before, (outputs, _) = outputs, run_segments(run := start(), parts, images)
        for each in before:
            ledger.drop(each.storage)
        last, loss = loss, run_loss(run, outputs)
        ledger.drop(last.storage)
        run_backward(ledger, run.tape, loss, again=True)
    return Passes(saved, tuple(node for frame in frames for node in frame.computed_again))
