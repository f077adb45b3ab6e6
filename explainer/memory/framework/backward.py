"""The backward pass: what was noted is gone over in reverse, and released on the way."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.storage import Storage
from explainer.memory.framework.tape import Beside, Operation, Spread, Value


def run_backward(
    ledger: Ledger, tape: Sequence[Operation], loss: Value, *, again: bool = False
) -> None:
    """Go back from the loss; the gradients of the parameters stay.

    again: whether there are some already, of the micro-batch before, to which they are added.
    """
    if loss.maker is None:
        return
    ledger.at(None, "backward")
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
        each or ledger.new(size, "gradient", part=part)
        for size, each in zip_longest(operation.parameters, found[len(operation.inputs) :])
    ]
    ledger.moment()
    for each in every:
        if isinstance(each, Beside):
            ledger.drop(each.storage)
    if frame is not None:
        _let_go(ledger, operation)
    made = [
        _added_up(ledger, each, size, part)
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
    for each in (*used, *(made if again else ())):  # added to those that were there
        if each is not None:
            ledger.drop(each)


def _let_go(ledger: Ledger, operation: Operation) -> None:
    """What the operation kept has been used; what a second run kept, as soon as it was read."""
    for storage in operation.keeps:
        ledger.let_go(storage)
    operation.keeps = ()


def _added_up(
    ledger: Ledger, found: Storage | Spread | None, size: int, part: str
) -> Storage | None:
    """The gradient in the size of what it is for."""
    if found is not None and not isinstance(found, Spread):  # as a parameter's it stays
        ledger.belong(found, part)
    if not isinstance(found, Spread):
        return found
    if found.size == size and part == "temporary":
        return found.storage
    if found.size == size:  # it is the parameter's gradient as it is
        ledger.drop(found.storage)
        return ledger.new(size, "gradient", part=part)
    total = ledger.new(size, "gradient", part=part)
    ledger.moment()
    ledger.drop(found.storage)
    return total


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
