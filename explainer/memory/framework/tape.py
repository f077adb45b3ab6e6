"""What autograd notes while a network runs: the values, and the operations that made them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from explainer.layers.layer import Shape
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.storage import Storage


@dataclass(eq=False, slots=True)
class Value:
    """A tensor while the network runs.

    shape: that of one image, as in the graph; size: the bytes of the batch; b: those of one
    of its numbers.
    maker: the operation that a gradient for it goes to; None where nothing before it learns.
    view: whether it looks at its storage through a view, as flatten's output does.
    place: which of its maker's outputs it is, from 0.
    """

    storage: Storage
    shape: Shape
    size: int
    b: int
    maker: Operation | None = None
    view: bool = False
    place: int = 0


@dataclass(frozen=True, slots=True)
class Spread:
    """A gradient with the output's shape, for a tensor that may have been used for several places.

    Torch adds it up when the operation is over: by then what a second run kept for it is gone.
    size: the bytes of that shape, where the storage may hold a single value that stands for all;
    None where it has an axis more than the tensor, and is added up in any case.
    summed: the bytes of the sum, where it is worked out in a wider type than the tensor has.
    copied: whether parameters take a copy of it, where nothing is added up: it lies otherwise.
    """

    storage: Storage
    size: int | None
    summed: int | None = None
    copied: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """Memory that is there until all gradients of the operation are made."""

    storage: Storage


# Makes the gradients of the inputs from that of the output, the first that has one; None for an
# input that doesn't learn. Behind them may stand those of parameters, where they are spread, and
# what is there beside.
Gradients: TypeAlias = Callable[
    [Ledger, Sequence[Value], Storage], Sequence[Storage | Spread | Beside | None]
]


class Rerun(Protocol):
    """A part of the network that keeps its inputs only, and runs again in the backward pass."""

    def kept(self) -> Sequence[Storage]:
        """What stays until the part has gone back."""

    def need(self) -> None:
        """Something that it keeps is needed: run it again, if it hasn't been."""

    def leave(self, operation: Operation) -> None:
        """An operation has gone back, or leads nowhere."""


@dataclass(eq=False, slots=True)
class Operation:
    """One step of the forward pass that autograd has noted, to go back over it.

    keeps: the storages that it needs then; parameters: the bytes of each that it has.
    arrived: the gradients that are there so far, by which of its outputs they are for.
    frame: the checkpointed segment whose second run gives what it keeps.
    """

    layer: str
    inputs: tuple[Value, ...]
    keeps: tuple[Storage, ...]
    parameters: tuple[int, ...]
    gradients: Gradients
    arrived: dict[int, Storage] = field(default_factory=dict)
    frame: Rerun | None = None

    def needs(self) -> Sequence[Storage]:
        """What stays for it between the two passes: in a segment, what that begins with."""
        return self.keeps if self.frame is None else self.frame.kept()


def of_each_input(ledger: Ledger, inputs: Sequence[Value], _: Storage) -> list[Storage | None]:
    """The usual: a gradient of its size for every input that learns."""
    return [ledger.new(each.size) if each.maker else None for each in inputs]


def passed_on(ledger: Ledger, inputs: Sequence[Value], gradient: Storage) -> list[Storage | None]:
    """The output's gradient itself, or a part of it, is that of each input: no new memory."""
    return [ledger.hold(gradient) for _ in inputs]
