"""Activation functions keep their output or their input; in place perhaps a copy of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from explainer.layers.traits import Saved
from explainer.memory.framework.autocast import learnt, lowered, released
from explainer.memory.framework.extras import COPY, MASK, SCALAR, TRUTH
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.kinds.plain import plain
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.storage import Storage
from explainer.memory.framework.tape import Spread, Value, of_each_input


def activation(run: Forward, source: Value) -> Value:
    """The slope is known from the output for some, and from the input for the others."""
    if run.node.used("parameters"):
        return _with_learnt_slopes(run, source)
    return _in_place(run, source) if run.in_place else plain(run, source)


def _in_place(run: Forward, source: Value) -> Value:
    """The input is gone afterwards: what needs it keeps a copy, made before it is overwritten."""
    gradients = _through_a_view if source.view else of_each_input
    if run.node.layer.backward.in_place is Saved.OUTPUT:
        maker = run.record([source], [source.storage], gradients=gradients)
        return run.share(source, maker)
    if not (run.training and source.maker):
        return run.share(source, None)
    copy = run.extra(COPY)
    run.ledger.moment()
    maker = run.record([source], [copy], gradients=gradients)
    run.ledger.drop(copy)
    return run.share(source, maker)


def _through_a_view(
    ledger: Ledger, inputs: Sequence[Value], gradient: Storage
) -> list[Storage | None]:
    """What was written through a view is undone on copies: four maps at once.

    One of them is the gradient that arrives, made whole where one value stood for all.
    """
    whole = gradient.size == inputs[0].size
    maps = [ledger.new(inputs[0].size) for _ in range(2 if whole else 3)]
    found = of_each_input(ledger, inputs, gradient)
    ledger.moment()
    for each in maps:
        ledger.drop(each)
    return found


def _with_learnt_slopes(run: Forward, source: Value) -> Value:
    """The slopes learn, so the input is kept."""
    copies, parameters = learnt(run)
    read = lowered(run, source)
    keeps = [read.storage, *(copy.storage for copy in copies)]
    gradients = partial(_with_slopes, run.node.index not in run.frozen)
    output = run.make([read, *copies], keeps=keeps, parameters=parameters, gradients=gradients)
    released(run, copies)
    run.ledger.drop(read.storage)
    # Several slopes want the channels second: a sequence is turned for them, and turned back.
    output.view = run.node.index in run.positions_first and run.node.used("parameters") > 1
    return output


def _with_slopes(
    learn: bool, ledger: Ledger, inputs: Sequence[Value], _: Storage
) -> list[Storage | Spread | None]:
    """The slopes' gradient is added up from a map of the input's size.

    The input's own is made beside it; either is thrown away at once where nobody wants it.
    """
    of_input, of_slopes = (ledger.new(inputs[0].size) for _ in range(2))
    ledger.moment()
    if not learn:
        ledger.drop(of_slopes)
    if not inputs[0].maker:
        ledger.drop(of_input)
    spread = Spread(of_slopes, of_slopes.size) if learn else None
    both = [of_input if inputs[0].maker else None, spread]
    return both if learn or len(inputs) > 1 else both[:1]


def dropout(run: Forward, source: Value) -> Value:
    """In inference, and with p = 0, it does nothing; else its mask is kept."""
    if not run.training or run.node.layer.backward.passes_on(run.node):
        return run.share(source, source.maker)
    if run.plan.device == "cuda":
        mask = run.extra(SCALAR if run.node.settings["p"] == 1 else TRUTH)
        return run.make([source], keeps=[mask], made=[mask])
    mask = run.extra(SCALAR if run.node.settings["p"] == 1 else MASK)
    factor = Value(mask, run.node.output, mask.size, run.b)
    return run.make([source, factor], keeps=[mask], made=[mask])
