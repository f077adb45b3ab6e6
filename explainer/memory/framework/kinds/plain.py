"""A layer whose kind's declaration says all: one operation makes its output from its input."""

from __future__ import annotations

import math
from collections.abc import Sequence

from explainer.layers.traits import Saved
from explainer.memory.framework.extras import COPY
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.storage import Storage
from explainer.memory.framework.tape import Beside, Gradients, Value, of_each_input, passed_on
from explainer.network.node import Node


def plain(run: Forward, source: Value, gradients: Gradients = of_each_input) -> Value:
    """Make what the kind makes, and keep what it keeps."""
    node, how = run.node, run.node.layer.backward
    turned = how.copies_turned and not run.order.views.channels_first(node, run.training).is_dense
    source = copied(run, source) if turned else source
    saved = how.saved_by(node)
    b = _widest(run)
    makes = how.made_by(node) if run.training or how.in_inference(node) else ()
    made = [run.extra(formula, b=b) for formula in makes]
    output = run.make(
        [source],
        keeps=[*([source.storage] if saved is Saved.INPUT else []), *made],
        keeps_output=saved is Saved.OUTPUT,
        made=made,
        parameters=run.parameters(),
        gradients=_from_a_copy if _copies_gradient(run) else gradients,
    )
    if turned:
        run.ledger.drop(source.storage)
    if not how.moves(node) or run.takes_positions_first:
        return output
    output.view = not has_two_orders(node)  # moved back, it lies in order already
    return output if output.view else laid_anew(run, output)


def has_two_orders(node: Node) -> bool:
    """Whether it matters if positions or channels come first: there are several of both."""
    *places, channels = node.output
    return 1 not in (math.prod(places), channels)


def _copies_gradient(run: Forward) -> bool:
    """Whether the gradient has to be laid as the values are before the layer goes back."""
    if not (run.training and run.node.layer.backward.copies_turned):
        return False
    lie = run.order.of(run.node)
    if lie.lay is not None:
        return not lie.lay.is_dense
    turned = lie.positions and has_two_orders(run.node)
    return bool(turned or not lie.whole)


def _from_a_copy(
    ledger: Ledger, inputs: Sequence[Value], _: Storage
) -> list[Storage | Beside | None]:
    """The copy of the gradient stays until all is made from it."""
    copy = ledger.new(inputs[0].size)
    ledger.moment()
    return [*of_each_input(ledger, inputs, copy), Beside(copy)]


def copied(run: Forward, source: Value) -> Value:
    """A copy in which positions and channels lie the other way round."""
    copy = run.extra(COPY)
    run.ledger.moment()
    maker = run.record([source], [], gradients=passed_on)
    return Value(copy, source.shape, copy.size, run.b, maker)


def totalled(run: Forward, source: Value) -> Value:
    """A sum: the gradient of each value is that of the sum it went into, which nothing copies."""
    return plain(run, source, passed_on)


def _widest(run: Forward) -> int:
    """Statistics have the widest type of the input and of what the layer has of its own."""
    own = run.node.used("parameters") or run.node.used("buffers")
    return max(run.b, run.plan.bytes_of_master) if own else run.b


def laid_anew(run: Forward, moved: Value) -> Value:
    """A copy in which positions and channels lie the other way round, and nothing else after it."""
    output = Value(run.ledger.new(moved.size), moved.shape, moved.size, moved.b, moved.maker)
    run.ledger.moment()
    run.ledger.drop(moved.storage)
    return output
