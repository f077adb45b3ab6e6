"""A layer of several operations: each makes and keeps what its declaration says."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TypeAlias

from explainer.layers.layer import Shape
from explainer.layers.operations import INPUT, OUTPUT, Gradient, Operation, Running
from explainer.memory.framework import storage as lies
from explainer.memory.framework.autocast import learnt, lowered, released
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.storage import Storage
from explainer.memory.framework.tape import Gradients, Spread, Value, of_each_input, passed_on
from explainer.network.tensor_shapes import tensor_shapes

Values: TypeAlias = dict[str, Value]


def composed(run: Forward, source: Value) -> Value:
    """Run the operations in order; what one makes is let go when the last that takes it has run."""
    values: Values = {INPUT: source}
    operations = _operations(run)
    last = {name: at for at, operation in enumerate(operations) for name in operation.takes}
    for at, operation in enumerate(operations):
        values[operation.makes] = _run(run, operation, values)
        for name in dict.fromkeys(operation.takes):
            if last[name] == at and name != INPUT:
                run.ledger.drop(values.pop(name).storage)
    return values[OUTPUT] if operations else run.share(source, source.maker)


def _operations(run: Forward) -> tuple[Operation, ...]:
    """Those of the layer as it is run here."""
    declared = run.node.layer.backward.operations
    assert declared is not None
    wants = run.node.layer.does.along_last_axis
    turned = wants and not run.lies_positions_first and 1 not in run.node.inputs[0]
    return declared(
        run.node, Running(run.training, run.plan.batch, mixed=run.plan.mixed, turned=turned)
    )


def _run(run: Forward, operation: Operation, values: Values) -> Value:
    """What one operation makes."""
    taken = [values[name] for name in operation.takes]
    own = _parameters(run, operation)
    if operation.lowered:
        return _lowered(run, operation, taken, own)
    run.b = max((each.b for each in taken), default=run.b)
    if operation.learns:  # autograd works in the wider type of the two
        run.b = max(run.b, run.plan.bytes_of_master)
    learning = () if run.node.index in run.frozen else own
    if operation.view:
        return _seen(run, operation, taken[0])
    return _made(run, operation, taken, [], learning)


def _parameters(run: Forward, operation: Operation) -> tuple[int, ...]:
    """The bytes of the tensors of parameters that it works with."""
    if not operation.learns:
        return ()
    shapes = tensor_shapes(run.node)
    every = (math.prod(shapes[place]) for place in operation.learns)
    return tuple(count * run.plan.bytes_of_master for count in every)


def _lowered(
    run: Forward, operation: Operation, taken: Sequence[Value], own: tuple[int, ...]
) -> Value:
    """The same on copies that autocast makes, where it does."""
    copies, learning = learnt(run, own)
    read = [lowered(run, each) for each in taken]
    made = _made(run, operation, read, copies, learning)
    released(run, copies)
    for each in read:
        run.ledger.drop(each.storage)
    return made


def _made(
    run: Forward,
    operation: Operation,
    taken: Sequence[Value],
    copies: Sequence[Value],
    learning: tuple[int, ...],
) -> Value:
    """Make its value; copies: those of parameters; learning: the bytes of parameters themselves."""
    beside = [run.extra(formula) for formula in operation.beside]
    names = dict(zip(operation.takes, taken, strict=True))
    kept = [names[name].storage for name in operation.keeps if name in names]
    if operation.product:
        kept += _factors(run, operation, taken, copies)
    shape = _shape(run, operation)
    size = run.size(shape)
    return run.make(
        [*taken, *copies],
        keeps=[*dict.fromkeys(kept), *beside],
        keeps_output=operation.makes in operation.keeps,
        made=beside,
        shape=shape,
        what=lies.OUTPUT if operation.makes == OUTPUT else lies.INSIDE,
        parameters=learning,
        gradients=_gradients(operation, size, bool(learning)),
        law=operation.law,
        keeps_results=operation.keeps_results,
    )


def _factors(
    run: Forward, operation: Operation, taken: Sequence[Value], copies: Sequence[Value]
) -> Iterable[Storage]:
    """Each factor that another learns with; parameters are alive anyway."""
    learn = bool(operation.learns) and run.node.index not in run.frozen
    for place, each in enumerate(taken):
        others = [*taken[:place], *taken[place + 1 :]]
        if learn or any(other.maker for other in others):
            yield each.storage
    if operation.learns and any(each.maker for each in taken):
        yield copies[0].storage if copies else run.weights()


def _shape(run: Forward, operation: Operation) -> Shape:
    if operation.axes is None:
        return run.node.output
    return tuple(run.node.values[axis] for axis in operation.axes)


def _seen(run: Forward, operation: Operation, source: Value) -> Value:
    """The same storage in another shape."""
    shape = _shape(run, operation)
    size = run.size(shape)
    maker = source.maker
    if operation.gradient is Gradient.NEW:
        maker = run.record([source], [])
    return Value(run.ledger.hold(source.storage), shape, size, source.b, maker, view=True)


def _gradients(operation: Operation, size: int, learns: bool) -> Gradients:
    match operation.gradient:
        case Gradient.NEW:
            return of_each_input
        case Gradient.PASSED_ON:
            return passed_on
        case Gradient.SPREAD:
            return partial(_spread, size, learns)
        case Gradient.SHARED:
            return partial(_shared, size, learns)


def _spread(
    size: int, learns: bool, ledger: Ledger, inputs: Sequence[Value], _: Storage
) -> list[Spread | None]:
    """A product for all that learns, added up where it was used for several places."""
    every = [bool(each.maker) for each in inputs] + [True] * learns
    return [Spread(ledger.new(size), size) if learn else None for learn in every]


def _shared(
    size: int, learns: bool, ledger: Ledger, inputs: Sequence[Value], gradient: Storage
) -> list[Spread | None]:
    """The gradient as it is for all that learns, added up where it was used for several places."""
    every = [bool(each.maker) for each in inputs] + [True] * learns
    return [Spread(ledger.hold(gradient), size) if learn else None for learn in every]
