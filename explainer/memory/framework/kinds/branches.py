"""Sums, products and concatenation of several values, from left to right."""

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
