"""Dense layers keep their input, of a sequence too, whose positions are the rows of a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from explainer.memory.framework.autocast import learnt, lowered, released
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.kinds.convolutions import weighted
from explainer.memory.framework.kinds.plain import copied
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.storage import OUTPUT, Storage
from explainer.memory.framework.tape import Value
from explainer.network.order import gives_positions_first


def dense(run: Forward, source: Value) -> Value:
    """The weights' gradient is computed from the input, and the input's from the weights."""
    node = run.node
    if not gives_positions_first(node):
        return weighted(run, source, node.output)
    turned = not run.lies_positions_first and 1 not in node.inputs[0]
    apart = run.lies_steps_first and run.plan.batch > 1 and node.inputs[0][0] > 1
    if turned or apart:
        return _turned(run, source)
    rows = run.order.views.rows(node, run.training)
    if rows.has_gaps and source.b == run.plan.bytes_per_value:
        return rows_apart(run, source, run.every_parameter(), OUTPUT, rows.are_one_matrix)
    output = weighted(run, source, node.output)
    output.view = bool(node.used("biases"))  # the rows seen as a sequence again
    return _taken_by_rows(run, output)


def _taken_by_rows(run: Forward, sequence: Value) -> Value:
    """Its gradient becomes the rows of a matrix: one whose channels come first is copied."""
    if run.training and not run.order.views.rows_of_gradient(run.node):
        return replace(sequence, maker=run.record([sequence], []))
    return sequence


def _turned(run: Forward, sequence: Value) -> Value:
    """Channels that come first are seen behind the positions."""
    return rows_apart(run, sequence, run.every_parameter(), OUTPUT)


def rows_apart(
    run: Forward, sequence: Value, own: Sequence[int], what: str, one_matrix: bool = False
) -> Value:
    """Positions that don't lie behind each other meet the weights; biases are added apart.

    To have all positions of a batch as rows of one matrix the sequence is copied; torch has
    frozen weights meet each image by itself instead.
    own: the bytes of the weights, and of the biases; what: whether it makes a layer's output.
    one_matrix: whether they are its rows as they lie, with gaps between them.
    """
    copies, parameters = learnt(run, own)
    output = own[0] // (run.plan.bytes_of_master * sequence.shape[-1])
    shape = (*sequence.shape[:-1], output)
    read = rows = lowered(run, sequence)  # whoever calls for the product holds it to the end
    learns = run.node.index not in run.frozen
    if learns and run.plan.batch > 1 and not one_matrix:
        rows = copied(run, read)
    else:
        run.ledger.hold(read.storage)
    keeps = [rows.storage] if learns else []
    weights = copies[0].storage if copies else run.weights()
    keeps += [weights] if rows.maker else []
    make = partial(run.make, shape=shape, what=what, keeps_results=False)
    product = make([rows, *copies[:1]], keeps=keeps, parameters=parameters[:1])
    run.ledger.drop(rows.storage)
    if not copies:
        run.ledger.drop(weights)
    product = _taken_by_rows(run, product) if learns and what == OUTPUT else product
    if len(own) > 1:
        before = product
        product = make([before, *copies[1:]], parameters=parameters[1:], gradients=_of_the_sum)
        run.ledger.drop(before.storage)
    run.ledger.drop(read.storage)
    released(run, copies)
    return product


def _of_the_sum(ledger: Ledger, inputs: Sequence[Value], gradient: Storage) -> list[Storage | None]:
    """The product's gradient is that of the sum; that of copied biases is added up from it."""
    first, *biases = inputs
    of_biases = [ledger.new(each.size) if each.maker else None for each in biases]
    return [ledger.hold(gradient) if first.maker else None, *of_biases]
