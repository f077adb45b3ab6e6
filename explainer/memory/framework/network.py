"""The whole network's forward pass, and the loss behind it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from explainer.memory.framework.autocast import ended, in_bytes
from explainer.memory.framework.extras import LOGARITHMS, TOTAL_WEIGHT
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.kinds import run_layer
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.storage import Storage
from explainer.memory.framework.tape import Operation, Value, passed_on
from explainer.network.graph import Graph
from explainer.network.loss import CROSS_ENTROPY
from explainer.network.node import Node
from explainer.network.order import AXES_OF_A_SEQUENCE
from explainer.network.tokens import BYTES_OF_TOKEN

BYTES_OF_LABEL = 8


def run_layers(run: Forward, images: Sequence[Value]) -> list[Value]:
    """Run the layers in order; a value is let go when its last reader has run.

    The outputs of the network come back.
    """
    graph, values = run.graph, begin(run, images)
    released = _last_reads(graph)
    for node in graph.layers:
        sources = [values[number] for number in node.takes]
        run.enter(node, sources)
        values |= values_of(run, node, sources)
        for index in released[node.index]:
            run.ledger.drop(values.pop(index).storage)
    return outputs_among(run, values)


def outputs_among(run: Forward, values: dict[int, Value]) -> list[Value]:
    """The outputs of the network; whatever else is left was read by nobody, and is let go."""
    outputs = [values.pop(index) for index in run.graph.ends]
    for unread in values.values():
        run.ledger.drop(unread.storage)
    forget_dead_ends(run, outputs)
    return outputs


def begin(run: Forward, images: Sequence[Value]) -> dict[int, Value]:
    """Start a forward pass: it holds the images beside the caller."""
    for node, value in zip(run.graph.inputs, images, strict=True):
        run.enter(node)
        run.ledger.moment()
        run.ledger.hold(value.storage)
    return dict(enumerate(images))


def put_images(run: Forward) -> list[Value]:
    """The images of each input, and the labels where there is a loss: they are the caller's.

    Outputs with a label for each of the same places have one and the same.
    """
    images = [_given(run, node) for node in run.graph.inputs]
    if run.training and run.case.loss == CROSS_ENTROPY:
        for places in dict.fromkeys(node.output[:-1] for node in run.graph.outputs):
            rows = math.prod(places) * run.plan.batch
            run.ledger.new(BYTES_OF_LABEL * rows, "labels", part="input")
    return images


def _given(run: Forward, node: Node) -> Value:
    shape = node.output
    size = shape[0] * BYTES_OF_TOKEN * run.plan.batch if node.tokens else run.size(shape)
    storage = run.ledger.new(size, "images", part="input")
    return Value(storage, shape, size, run.b)


def values_of(run: Forward, node: Node, sources: list[Value]) -> dict[int, Value]:
    """A layer's outputs, by their numbers; a softmax that belongs to the loss gives its input."""
    if run.training and node.index in run.case.softmaxes_in_loss:
        return {node.index: run.share(sources[0], sources[0].maker)}
    made = run_layer(run, *sources)
    values = made if isinstance(made, tuple) else (made,)
    return {each.number: value for each, value in zip(node.outputs, values, strict=True)}


def _last_reads(graph: Graph) -> dict[int, list[int]]:
    """For each node the values that nobody reads after it."""
    found: dict[int, list[int]] = {node.index: [] for node in graph.nodes}
    for number in graph.readers:
        if (last := graph.last_use(number)) in found:
            found[last].append(number)
    return found


def forget_dead_ends(
    run: Forward, outputs: Sequence[Value], among: Sequence[Operation] | None = None
) -> bool:
    """What leads nowhere is released with its value, and so is what was kept for it.

    among: the operations that may be forgotten by now; None for all of them. Whether any was.
    """
    among = list(run.tape) if among is None else among
    looked_at = set(among)
    wanted: set[Operation] = set()
    open_ends = [each.maker for each in outputs]
    while open_ends:
        operation = open_ends.pop()
        if operation in looked_at and operation not in wanted and operation is not None:
            wanted.add(operation)
            open_ends += [each.maker for each in operation.inputs]
    dead = looked_at - wanted
    if not dead:
        return False
    for operation in among:
        if operation in dead:
            for storage in operation.keeps:
                run.ledger.let_go(storage)
            if operation.frame is not None:
                operation.frame.leave(operation)
    run.tape[:] = [operation for operation in run.tape if operation not in dead]
    return True


def run_loss(run: Forward, outputs: Sequence[Value]) -> Value:
    """The loss, one value, which the backward pass begins with; those of all outputs add up.

    The outputs stay alive beside it to the end of the step, as in any training loop.
    """
    run.ledger.at(None, "loss")
    first, *others = zip(run.graph.outputs, outputs, strict=True)
    loss = _loss_of(run, *first)
    for each in others:
        loss = _added(run, loss, _loss_of(run, *each))
    ended(run)
    return loss


def _loss_of(run: Forward, node: Node, output: Value) -> Value:
    run.node = node
    known = run.case.loss == CROSS_ENTROPY
    run.b = run.plan.bytes_of_master if known else output.b
    return _cross_entropy(run, output) if known else _sum_of_outputs(run, output)


def _added(run: Forward, first: Value, second: Value) -> Value:
    """The sum of two losses, which are then let go."""
    total = run.ledger.new(max(first.b, second.b), "loss")
    run.ledger.moment()
    maker = run.record([first, second], [], gradients=_in_type_of_each)
    for each in (first, second):
        run.ledger.drop(each.storage)
    return Value(total, (1,), total.size, total.size, maker)


def _in_type_of_each(
    ledger: Ledger, inputs: Sequence[Value], gradient: Storage
) -> list[Storage | None]:
    """The sum's gradient itself, or a copy in the type of a loss that takes fewer bytes."""
    same = (each.size == gradient.size for each in inputs)
    pairs = zip(inputs, same, strict=True)
    return [ledger.hold(gradient) if alike else ledger.new(each.size) for each, alike in pairs]


def _sum_of_outputs(run: Forward, output: Value) -> Value:
    loss = run.ledger.new(run.b, "loss")
    run.ledger.moment()
    return Value(loss, (1,), run.b, run.b, run.record([output], [], gradients=passed_on))


def _cross_entropy(run: Forward, output: Value) -> Value:
    """The logarithms of the probabilities, and the mean of those that the labels choose."""
    rows = _rows(run, output)
    read = in_bytes(run, rows, run.b)
    logarithms = run.extra(LOGARITHMS)
    run.ledger.moment()
    maker = run.record([read], [logarithms])
    chosen = Value(logarithms, output.shape, read.size, run.b, maker)
    weight, loss = run.extra(TOTAL_WEIGHT), run.ledger.new(run.b, "loss")
    run.ledger.moment()
    maker = run.record([chosen], [logarithms, weight])
    for each in (logarithms, weight, read.storage, rows.storage):
        run.ledger.drop(each)
    return Value(loss, (1,), run.b, run.b, maker)


def _rows(run: Forward, output: Value) -> Value:
    """Positions as the rows of one matrix: itself, held once more, or a copy that lies so."""
    if run.node.index not in run.positions_first:
        run.ledger.hold(output.storage)
        return output
    lay = run.order.views.lay(run.node.index, run.node, run.training)
    if len(lay.sizes) > AXES_OF_A_SEQUENCE and not lay.are_one_matrix:
        copy = run.ledger.new(output.size, "copy")
        run.ledger.moment()
        maker = run.record([output], [], gradients=passed_on)
        return replace(output, storage=copy, maker=maker)
    run.ledger.hold(output.storage)
    return output
