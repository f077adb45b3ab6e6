"""The backward pass: what was noted is gone over in reverse, and released on the way."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.storage import Storage
from explainer.memory.framework.tape import Operation, Value


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
    found = operation.gradients(ledger, operation.inputs, arrived[min(arrived)])
    part = "temporary" if again else "gradients"
    made = [ledger.new(size, "gradient", part=part) for size in operation.parameters]
    ledger.moment()
    while arrived:
        ledger.drop(arrived.popitem()[1])
    for storage in operation.keeps:
        ledger.let_go(storage)
    if frame is not None:
        frame.leave(operation)
    for value, each in zip(operation.inputs, found, strict=True):
        if each is not None:
            _hand_on(ledger, value, each)
    for each in made if again else ():  # added to those that were there
        ledger.drop(each)


def _hand_on(ledger: Ledger, value: Value, gradient: Storage) -> None:
    """Leave the gradient with the value's maker, added to what waits there already.

    The sum is a new map, as it is under every TorchDispatchMode, such as a tracker of
    memory. Alone, torch may add into the older one, and then needs a map less here.
    """
    if value.maker is None:
        ledger.drop(gradient)
        return
    arrived = value.maker.arrived
    before = arrived.get(value.place)
    if before is None:
        arrived[value.place] = gradient
        return
    arrived[value.place] = ledger.new(value.size)
    ledger.moment()
    ledger.drop(before)
    ledger.drop(gradient)
