"""Dense layers keep their input, of a sequence too, whose positions are the rows of a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from explainer.memory.framework.autocast import learnt, lowered, released
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.kinds.convolutions import weighted
from explainer.memory.framework.kinds.plain import copied, has_two_orders, laid_anew
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.storage import OUTPUT, Storage
from explainer.memory.framework.tape import Value
from explainer.network.order import AXES_OF_A_SEQUENCE, gives_positions_first


def dense(run: Forward, source: Value) -> Value:
    """The weights' gradient is computed from the input, and the input's from the weights."""
    node = run.node
    if len(node.output) > AXES_OF_A_SEQUENCE:
        return _along_channels(run, source)
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


def _along_channels(run: Forward, image: Value) -> Value:
    """The channels of an image are seen at the end, and what comes of them is laid anew."""
    views, node = run.order.views, run.node
    again = run.training and views.copies_places_of_gradient(node)
    if views.places(node, run.training).is_dense:
        output = weighted(run, image, node.output)
        output = replace(output, maker=run.record([output], [])) if again else output
    else:
        copies = views.copies_places(node, run.training)
        output = _product_and_sum(run, image, run.every_parameter(), OUTPUT, copies, again)
    output.view = not has_two_orders(node)
    return output if output.view else laid_anew(run, output)


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
    learns = run.node.index not in run.frozen
    copies = learns and run.plan.batch > 1 and not one_matrix
    of_gradient = learns and what == OUTPUT and run.training
    again = of_gradient and not run.order.views.rows_of_gradient(run.node)
    return _product_and_sum(run, sequence, own, what, copies, again)


def _product_and_sum(
    run: Forward, sequence: Value, own: Sequence[int], what: str, laid: bool, again: bool
) -> Value:
    """The weights' product, and the biases added to it.

    laid: whether the sequence is copied first; again: whether the product's gradient is. What
    autocast made of it stays until both have run.
    """
    copies, parameters = learnt(run, own)
    output = own[0] // (run.plan.bytes_of_master * sequence.shape[-1])
    shape = (*sequence.shape[:-1], output)
    read = rows = lowered(run, sequence)
    learns = run.node.index not in run.frozen
    if laid:
        rows = copied(run, read)
    keeps = [rows.storage] if learns else []
    weights = copies[0].storage if copies else run.weights()
    keeps += [weights] if rows.maker else []
    make = partial(run.make, shape=shape, what=what, keeps_results=False)
    product = make([rows, *copies[:1]], keeps=keeps, parameters=parameters[:1])
    if laid:
        run.ledger.drop(rows.storage)
    if not copies:
        run.ledger.drop(weights)
    product = replace(product, maker=run.record([product], [])) if again else product
    if len(own) > 1:
        before = product
        product = make([before, *copies[1:]], parameters=parameters[1:], gradients=_of_the_sum)
        run.ledger.drop(before.storage)
    released(run, copies)
    run.ledger.drop(read.storage)
    return product


def _of_the_sum(ledger: Ledger, inputs: Sequence[Value], gradient: Storage) -> list[Storage | None]:
    """The product's gradient is that of the sum; that of copied biases is added up from it."""
    first, *biases = inputs
    of_biases = [ledger.new(each.size) if each.maker else None for each in biases]
    return [ledger.hold(gradient) if first.maker else None, *of_biases]
