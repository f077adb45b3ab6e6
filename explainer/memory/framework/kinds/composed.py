"""A layer of several operations: each makes and keeps what its declaration says."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TypeAlias

from explainer.layers.layer import Shape
from explainer.layers.operations import (
    CONVOLUTION,
    INPUT,
    LINEAR,
    OUTPUT,
    Gradient,
    Operation,
    Running,
)
from explainer.layers.traits import Does
from explainer.memory.framework import storage as lies
from explainer.memory.framework.autocast import in_bytes, learnt, lowered, released
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.kinds.convolutions import convolution, weighted
from explainer.memory.framework.kinds.dense import rows_apart
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.storage import Storage
from explainer.memory.framework.tape import Gradients, Spread, Value, of_each_input, passed_on
from explainer.network.tensor_shapes import used_shapes

Values: TypeAlias = dict[str, Value]
# The bytes of parameters, and whether they have an axis for the batch.
Learnt: TypeAlias = Sequence[tuple[int, bool]]


def composed(run: Forward, source: Value) -> Value:
    """Run the operations in order; what one makes is let go when the last that takes it has run."""
    values: Values = {INPUT: source}
    operations = _operations(run, source)
    needs = [dict.fromkeys((*operation.takes, *operation.holds)) for operation in operations]
    last = {name: at for at, names in enumerate(needs) for name in names}
    for at, operation in enumerate(operations):
        values[operation.makes] = _run(run, operation, values)
        for name in needs[at]:
            if last[name] == at and name != INPUT:
                run.ledger.drop(values.pop(name).storage)
    return values[OUTPUT] if operations else run.share(source, source.maker)


def _operations(run: Forward, source: Value) -> tuple[Operation, ...]:
    """Those of the layer as it is run here."""
    declared = run.node.layer.backward.operations
    assert declared is not None
    attends = run.node.layer.does is Does.ATTENDS
    apart = not run.by_steps(source).is_dense if attends else None
    few = run.plan.bytes_per_value
    return declared(run.node, Running(run.training, run.plan.batch, bytes=few, apart=apart))


def _run(run: Forward, operation: Operation, values: Values) -> Value:
    """What one operation makes."""
    taken = [values[name] for name in operation.takes]
    own = _parameters(run, operation)
    if operation.name == LINEAR:
        return _linear(run, operation, taken[0], own)
    if operation.name == CONVOLUTION:
        convolved = convolution if operation.pads else weighted
        return convolved(run, taken[0], _shape(run, operation), own, _what(operation))
    if operation.lowered:
        return _lowered(run, operation, taken, own)
    run.b = max((each.b for each in taken), default=run.b)
    if operation.learns:  # autograd works in the wider type of the two
        run.b = max(run.b, run.plan.bytes_of_master)
    run.b = operation.bytes or run.b
    learning = () if run.node.index in run.frozen else own
    if operation.view:
        return _seen(run, operation, taken[0])
    if not operation.widened:
        return _made(run, operation, taken, [], learning)
    read = [in_bytes(run, each, run.b) for each in taken]
    made = _made(run, operation, read, [], learning)
    for each in read:
        run.ledger.drop(each.storage)
    return made


def _linear(run: Forward, operation: Operation, source: Value, own: tuple[int, ...]) -> Value:
    """As a dense layer does it."""
    what = _what(operation)
    if operation.apart:
        return rows_apart(run, source, own, what, run.by_steps(source).are_one_matrix)
    output = own[0] // (run.plan.bytes_of_master * source.shape[-1])
    return weighted(run, source, (*source.shape[:-1], output), own, what)


def _what(operation: Operation) -> str:
    return lies.OUTPUT if operation.makes == OUTPUT else lies.INSIDE


def _parameters(run: Forward, operation: Operation) -> tuple[int, ...]:
    """The bytes of the tensors of parameters that it works with."""
    if not operation.learns:
        return ()
    shapes = used_shapes(run.node)
    b = run.plan.bytes_of_master
    return tuple(run.bytes_of(place, math.prod(shapes[place]) * b) for place in operation.learns)


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
        what=_what(operation),
        parameters=learning,
        gradients=_gradients(run, operation, size, learning),
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
        shape = run.node.output
    else:
        shape = tuple(run.node.values[axis] for axis in operation.axes)
    return (*shape[:-1], operation.times * shape[-1])


def _seen(run: Forward, operation: Operation, source: Value) -> Value:
    """The same storage in another shape."""
    shape = _shape(run, operation)
    size = run.size(shape)
    maker = source.maker
    if operation.gradient is Gradient.NEW:
        maker = run.record([source], [])
    return Value(run.ledger.hold(source.storage), shape, size, source.b, maker, view=True)


def _gradients(run: Forward, operation: Operation, size: int, own: tuple[int, ...]) -> Gradients:
    lie, first = run.order.of(run.node), run.node.index in run.positions_first
    in_order = lie.whole and lie.positions is first
    product = run.lies_positions_first if lie.positions is None else lie.positions
    # Without bytes where they are frozen.
    learnt = [
        (each, _has_axis_of_batch(run, at)) for at, each in zip(operation.learns, own, strict=False)
    ]
    match operation.gradient:
        case Gradient.NEW:
            return of_each_input
        case Gradient.PASSED_ON:
            return passed_on
        case Gradient.PART if in_order:
            return partial(_parts, len(own))
        case Gradient.PART:  # the parameters' part is copied, to lie as they do
            return passed_on
        case Gradient.SPREAD:
            return partial(_spread, size, learnt, product is first)
        case Gradient.SHARED:
            return partial(_shared, size, learnt, in_order)


def _has_axis_of_batch(run: Forward, place: int) -> bool:
    """Whether parameters have an axis for the batch: else torch adds up even a batch of one."""
    return len(used_shapes(run.node)[place]) > len(run.node.output)


def _parts(
    own: int, ledger: Ledger, inputs: Sequence[Value], gradient: Storage
) -> list[Storage | None]:
    """Each gets a part of the gradient as it lies, the parameters' too."""
    return [ledger.hold(gradient) for _ in range(len(inputs) + own)]


def _spread(
    size: int,
    learnt: Learnt,
    in_order: bool,
    ledger: Ledger,
    inputs: Sequence[Value],
    _: Storage,
) -> list[Spread | None]:
    """A product for all that learns, added up where it was used for several places.

    That of parameters as many as the values is their gradient as it is, where it lies as they do.
    """
    found = [Spread(ledger.new(size), size) if each.maker else None for each in inputs]
    for own, has_batch in learnt:
        as_it_is = own == size and has_batch and in_order
        summed = size if has_batch else None
        found.append(None if as_it_is else Spread(ledger.new(size), summed, copied=True))
    return found


def _shared(
    size: int,
    learnt: Learnt,
    in_order: bool,
    ledger: Ledger,
    inputs: Sequence[Value],
    gradient: Storage,
) -> list[Storage | Spread | None]:
    """The gradient as it is for all that learns, added up where it was used for several places.

    Parameters that nothing is added up for take it over where no input has it too, and it lies
    as they do.
    """
    found: list[Storage | Spread | None] = [
        Spread(ledger.hold(gradient), size) if each.maker else None for each in inputs
    ]
    taken = any(each.maker and each.size == size for each in inputs)
    whole = gradient.size == size and not taken and in_order
    for own, has_batch in learnt:
        held = ledger.hold(gradient)
        alone = whole and own == size and has_batch
        found.append(held if alone else Spread(held, size if has_batch else None))
    return found
