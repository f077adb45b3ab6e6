"""The backward pass: what was noted is gone over in reverse, and released on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.shared import SharedBytes, expect_gradients, met
from explainer.memory.framework.storage import Storage
from explainer.memory.framework.tape import Beside, Operation, Spread, Value


@dataclass(frozen=True)
class Arrival:
    """A gradient of parameters, and whether it was added up from one of the output's shape."""

    size: int
    spread: bool
    gradient: Storage


def run_backward(
    ledger: Ledger, tape: Sequence[Operation], loss: Value, *, again: bool = False
) -> None:
    """Go back from the loss; the gradients of the parameters stay.

    again: whether there are some already, of the micro-batch before, to which they are added.
    """
    if loss.maker is None:
        return
    ledger.at(None, "backward")
    expect_gradients(tape)
    root = ledger.new(loss.size, "gradient")
    loss.maker.arrived[loss.place] = ledger.hold(root)
    for operation in reversed(tape):
        if operation.arrived:
            _go_back_over(ledger, operation, again)
    ledger.drop(root)


def _go_back_over(ledger: Ledger, operation: Operation, again: bool) -> None:
    """Make the gradients of its inputs and parameters, while all it needs is alive."""
    frame = operation.frame
    if frame is not None:
        frame.need()
    ledger.at(operation.layer or None, "backward")
    arrived = operation.arrived
    every = operation.gradients(ledger, operation.inputs, arrived[min(arrived)])
    found = [each for each in every if not isinstance(each, Beside)]
    part = "temporary" if again else "gradients"
    own = [
        each or ledger.new(size, "gradient", part=_part_of(size, part))
        for size, each in zip_longest(operation.parameters, found[len(operation.inputs) :])
    ]
    ledger.moment()
    for each in every:
        if isinstance(each, Beside):
            ledger.drop(each.storage)
    if frame is not None:
        _let_go(ledger, operation)
    made = [
        _arrival(ledger, each, size, _part_of(size, part))
        for size, each in zip(operation.parameters, own, strict=True)
    ]
    given = [
        _added_up(ledger, each, value.size, "temporary")
        for value, each in zip(operation.inputs, found, strict=False)
    ]
    while arrived:
        ledger.drop(arrived.popitem()[1])
    _let_go(ledger, operation)
    if frame is not None:
        frame.leave(operation)
    pairs = zip(operation.inputs, given, strict=True)
    used = [_hand_on(ledger, value, each) for value, each in pairs if each is not None]
    _meet(ledger, made, again)
    for one in used:
        if one is not None:
            ledger.drop(one)


def _arrival(ledger: Ledger, found: Storage | Spread, size: int, part: str) -> Arrival:
    gradient = _added_up(ledger, found, size, part)
    assert gradient is not None
    return Arrival(size, isinstance(found, Spread), gradient)


def _in_order(made: Iterable[Arrival]) -> list[Arrival]:
    """Autograd hands on what was added up from rows first: a dense layer's biases."""
    return sorted(made, key=lambda each: not each.spread)


def _meet(ledger: Ledger, made: Iterable[Arrival], again: bool) -> None:
    """Give back the gradients of parameters that are added to one that is there already."""
    for each in _in_order(made):
        if isinstance(each.size, SharedBytes):
            part = "temporary" if again else "gradients"
            for one in met(ledger, each.size, each.gradient, part):
                ledger.drop(one)
        elif again:
            ledger.drop(each.gradient)


def _part_of(size: int, part: str) -> str:
    """A shared tensor's gradient is not its last one yet."""
    return "temporary" if isinstance(size, SharedBytes) else part


def _let_go(ledger: Ledger, operation: Operation) -> None:
    """What the operation kept has been used; what a second run kept, as soon as it was read."""
    for storage in operation.keeps:
        ledger.let_go(storage)
    operation.keeps = ()


def _added_up(
    ledger: Ledger, found: Storage | Spread | None, size: int, part: str
) -> Storage | None:
    """The gradient in the size of what it is for."""
    if found is not None and not isinstance(found, Spread):
        return _as_it_is(ledger, found, size, part)
    if found is None:
        return None
    if found.size == size and part == "temporary":
        return found.storage
    if found.size == size and found.copied:  # when what was kept and what arrived are gone
        ledger.drop(found.storage)
        return ledger.new(size, "gradient", part=part)
    if found.size == size and found.storage.holders == 1:  # it is the parameter's as it is
        ledger.belong(found.storage, part)
        return found.storage
    if found.summed not in (None, size):
        return _narrowed(ledger, found.storage, found.summed, size, part)
    total = ledger.new(size, "gradient", part=part)
    ledger.moment()
    ledger.drop(found.storage)
    return total


def _as_it_is(ledger: Ledger, gradient: Storage, size: int, part: str) -> Storage:
    """A parameter's stays; but one value that stands for all is made whole for it."""
    if part == "temporary" or gradient.size >= size:
        ledger.belong(gradient, part)
        return gradient
    whole = ledger.new(size, "gradient", part=part)
    ledger.moment()
    ledger.drop(gradient)
    return whole


def _narrowed(ledger: Ledger, spread: Storage, summed: int, size: int, part: str) -> Storage:
    """Added up in a wider type, and copied from there."""
    total = ledger.new(summed)
    ledger.moment()
    ledger.drop(spread)
    narrow = ledger.new(size, "gradient", part=part)
    ledger.moment()
    ledger.drop(total)
    return narrow


def _hand_on(ledger: Ledger, value: Value, gradient: Storage) -> Storage | None:
    """Leave the gradient with the value's maker, added to what waits there already.

    What was added is given back: it stays until all gradients of the operation have gone on.

    The sum is a new map, as it is under every TorchDispatchMode, such as a tracker of
    memory. Alone, torch may add into the older one, and then needs a map less here.
    """
    if value.maker is None:
        return gradient
    arrived = value.maker.arrived
    before = arrived.get(value.place)
    if before is None:
        arrived[value.place] = gradient
        return None
    arrived[value.place] = ledger.new(value.size)
    ledger.moment()
    ledger.drop(before)
    return gradient
