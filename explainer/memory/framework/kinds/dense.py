"""Dense layers keep their input, of a sequence too, whose positions are the rows of a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from explainer.memory.framework.autocast import learnt, lowered, released
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.kinds.convolutions import weighted
from explainer.memory.framework.kinds.plain import copied
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.storage import Storage
from explainer.memory.framework.tape import Value
from explainer.network.order import gives_positions_first


def dense(run: Forward, source: Value) -> Value:
    """The weights' gradient is computed from the input, and the input's from the weights."""
    node = run.node
    if not gives_positions_first(node):
        return weighted(run, source, node.output)
    turned = not run.lies_positions_first and 1 not in node.inputs[0]
    if turned or not run.order.views.has_rows(node, run.training):
        return _turned(run, source)
    output = weighted(run, source, node.output)
    output.view = bool(node.count("biases"))  # the rows seen as a sequence again
    return _taken_by_rows(run, output)


def _taken_by_rows(run: Forward, sequence: Value) -> Value:
    """Its gradient becomes the rows of a matrix: one whose channels come first is copied."""
    if run.training and not run.order.views.rows_of_gradient(run.node):
        return replace(sequence, maker=run.record([sequence], []))
    return sequence


def _turned(run: Forward, sequence: Value) -> Value:
    """Channels that come first are seen behind the positions, and biases are added apart.

    To have all positions of a batch as rows of one matrix the sequence is copied; torch has
    frozen weights meet each image by itself instead.
    """
    copies, parameters = learnt(run)
    rows = lowered(run, sequence)
    learns = run.node.index not in run.frozen
    if learns and run.plan.batch > 1:
        read, rows = rows, copied(run, rows)
        run.ledger.drop(read.storage)
    keeps = [rows.storage] if learns else []
    weights = copies[0].storage if copies else run.weights()
    keeps += [weights] if rows.maker else []
    product = run.make([rows, *copies[:1]], keeps=keeps, parameters=parameters[:1])
    run.ledger.drop(rows.storage)
    if not copies:
        run.ledger.drop(weights)
    product = _taken_by_rows(run, product) if learns else product
    if run.node.count("biases"):
        before = product
        product = run.make([before, *copies[1:]], parameters=parameters[1:], gradients=_of_the_sum)
        run.ledger.drop(before.storage)
    released(run, copies)
    return product


def _of_the_sum(ledger: Ledger, inputs: Sequence[Value], gradient: Storage) -> list[Storage | None]:
    """The product's gradient is that of the sum; that of copied biases is added up from it."""
    first, *biases = inputs
    of_biases = [ledger.new(each.size) if each.maker else None for each in biases]
    return [ledger.hold(gradient) if first.maker else None, *of_biases]
