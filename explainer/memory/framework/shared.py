"""Parameters that several layers use: their gradients meet before the parameter gets its own.

Autograd adds up what arrives for a parameter, a new tensor for each sum, and hands the whole on
when the last layer that uses it has gone back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.storage import Storage
from explainer.memory.framework.tape import Operation, Value


class Meeting:
    """Where the gradients of one tensor of parameters meet.

    uses: how many operations are still to give one; waiting: what arrived so far, added up.
    copy: autocast's copy of the tensor in low precision, which all its layers use.
    read: the tensor as operations read it where several do within a layer; so do other layers.
    """

    def __init__(self) -> None:
        self.uses = 0
        self.waiting: Storage | None = None
        self.copy: Value | None = None
        self.read: Value | None = None


class SharedBytes(int):
    """The bytes of a tensor of parameters that several layers use, and where its gradients meet."""

    meeting: Meeting

    def __new__(cls, size: int, meeting: Meeting) -> Self:
        """So many bytes."""
        made = super().__new__(cls, size)
        made.meeting = meeting
        return made


def expect_gradients(tape: Iterable[Operation]) -> None:
    """Count the operations that give a gradient for each shared tensor."""
    for operation in tape:
        for size in operation.parameters:
            if isinstance(size, SharedBytes):
                size.meeting.uses += 1


def met(ledger: Ledger, size: SharedBytes, gradient: Storage, part: str) -> list[Storage]:
    """Add a gradient to those that wait; what is to be given back when the operation is over.

    The last one makes the gradient of the parameter, in `part` of the account.
    """
    meeting = size.meeting
    meeting.uses -= 1
    last, before = not meeting.uses, meeting.waiting
    if before is None and last and gradient.holders == 1:  # alone: the parameter's as it is
        ledger.belong(gradient, part)
        return _ended(gradient, part)
    if before is None and last:
        ledger.drop(gradient)
        return _ended(ledger.new(size, "gradient", part=part), part)
    if before is None:
        meeting.waiting = gradient
        return []
    total = ledger.new(size, "gradient", part=part if last else "temporary")
    ledger.moment()
    ledger.drop(before)
    meeting.waiting = None if last else total
    return [gradient, *(_ended(total, part) if last else [])]


def _ended(gradient: Storage, part: str) -> list[Storage]:
    """The whole gradient is given back where it is added to one of a micro-batch before."""
    return [gradient] if part == "temporary" else []
