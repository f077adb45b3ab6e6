"""Sums, differences, products, quotients and concatenation of values, from left to right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

from explainer.layers.layer import Shape
from explainer.memory.framework.autocast import widened
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.storage import Storage
from explainer.memory.framework.tape import Spread, Value, passed_on

Pair: TypeAlias = Callable[[Forward, Value, Value, Shape], Value]


def concat(run: Forward, *branches: Value) -> Value:
    """Each branch's gradient is a part of the whole one."""
    read = widened(run, branches)
    output = run.make(read, gradients=passed_on)
    for each in read:
        run.ledger.drop(each.storage)
    return output


def added(run: Forward, *branches: Value) -> Value:
    """The sum of all branches."""
    return _pair_by_pair(run, branches, _sum)


def multiplied(run: Forward, *branches: Value) -> Value:
    """The product of all branches."""
    return _pair_by_pair(run, branches, _product)


def subtracted(run: Forward, *branches: Value) -> Value:
    """The difference of two branches."""
    return _pair_by_pair(run, branches, _difference)


def divided(run: Forward, *branches: Value) -> Value:
    """The quotient of two branches."""
    return _pair_by_pair(run, branches, _quotient)


def _pair_by_pair(run: Forward, branches: Sequence[Value], pair: Pair) -> Value:
    """What two give is released when it has been used with the third."""
    current = branches[0]
    for branch in branches[1:]:
        before = current
        shape = tuple(map(max, before.shape, branch.shape))
        run.b = max(before.b, branch.b)
        current = pair(run, before, branch, shape)
        if before is not branches[0]:
            run.ledger.drop(before.storage)
    return current if len(branches) > 1 else run.share(current, current.maker)


def _sum(run: Forward, first: Value, second: Value, shape: Shape) -> Value:
    gradients = partial(_of_sum, run.size(shape))
    return run.make([first, second], shape=shape, gradients=gradients)


def _of_sum(
    size: int, ledger: Ledger, inputs: Sequence[Value], gradient: Storage
) -> list[Spread | None]:
    """The sum's own gradient; a branch that was used for several places adds its parts up."""
    return [Spread(ledger.hold(gradient), size) if each.maker else None for each in inputs]


def _product(run: Forward, first: Value, second: Value, shape: Shape) -> Value:
    """A factor is kept where what it is multiplied by learns."""
    pairs = ((first, second), (second, first))
    keeps = dict.fromkeys(one.storage for one, other in pairs if other.maker)
    gradients = partial(_of_product, run.size(shape))
    return run.make([first, second], keeps=tuple(keeps), shape=shape, gradients=gradients)


def _of_product(
    size: int, ledger: Ledger, inputs: Sequence[Value], _: Storage
) -> list[Spread | None]:
    """A product for every factor that learns, added up where the factor was used again."""
    return [Spread(ledger.new(size), size) if each.maker else None for each in inputs]


def _difference(run: Forward, first: Value, second: Value, shape: Shape) -> Value:
    gradients = partial(_of_difference, run.size(shape))
    return run.make([first, second], shape=shape, gradients=gradients)


def _of_difference(
    size: int, ledger: Ledger, inputs: Sequence[Value], gradient: Storage
) -> list[Spread | None]:
    """The difference's own gradient; and the same with its signs changed, which is a new map."""
    first, second = inputs
    return [
        Spread(ledger.hold(gradient), size) if first.maker else None,
        Spread(ledger.new(size), size) if second.maker else None,
    ]


def _quotient(run: Forward, first: Value, second: Value, shape: Shape) -> Value:
    """The divisor is kept for both gradients, and what it divides for the divisor's own."""
    keeps = dict.fromkeys([second.storage, *([first.storage] if second.maker else [])])
    gradients = partial(_of_quotient, run.size(shape))
    return run.make([first, second], keeps=tuple(keeps), shape=shape, gradients=gradients)


def _of_quotient(
    size: int, ledger: Ledger, inputs: Sequence[Value], _: Storage
) -> list[Spread | None]:
    """The divisor's comes first: the quotient twice divided, times the gradient's opposite."""
    first, second = inputs
    of_second = None
    if second.maker:
        steps = [ledger.new(size) for _ in range(STEPS_TO_THE_DIVISOR)]
        of_second = Spread(ledger.new(size), size)
        ledger.moment()
        for each in steps:
            ledger.drop(each)
    return [Spread(ledger.new(size), size) if first.maker else None, of_second]


# x / y, that by y again, and the gradient with its signs changed.
STEPS_TO_THE_DIVISOR = 3
