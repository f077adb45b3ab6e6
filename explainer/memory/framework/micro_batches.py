"""Forward, loss and backward, once for each micro-batch; the gradients add up meanwhile."""

from __future__ import annotations

from explainer.graph import Graph
from explainer.memory.framework.backward import run_backward
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.network import put_images, run_layers, run_loss
from explainer.memory.framework.saved import Saved, saved_by
from explainer.memory.plan import Plan

# The third and later ones are as the second, which finds all gradients there.
DIFFERENT = 2


def run_micro_batches(ledger: Ledger, graph: Graph, plan: Plan) -> Saved:
    """Go forward and back; the result is what autograd keeps in between, each time the same.

    The output and the loss of a micro-batch stay until those of the next take their names.
    """
    run = Forward(graph, plan, ledger, training=True)
    images = put_images(run)
    output = run_layers(run, images)
    loss = run_loss(run, output)
    saved = saved_by(run.tape)
    run_backward(ledger, run.tape, loss)
    for _ in range(1, min(plan.accumulate, DIFFERENT)):
        run = Forward(graph, plan, ledger, training=True)
        before, output = output, run_layers(run, images)
        ledger.drop(before.storage)
        before, loss = loss, run_loss(run, output)
        ledger.drop(before.storage)
        run_backward(ledger, run.tape, loss, again=True)
    return saved
