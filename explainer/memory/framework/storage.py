"""A piece of memory, the values that lie in it, and the operations that made them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from explainer.layers.layer import Shape
from explainer.maths import Arguments, Formula

if TYPE_CHECKING:
    from explainer.memory.framework.checkpointed import Frame
    from explainer.memory.framework.ledger import Ledger

# What lies in a storage: an output of a layer, or a tensor that it makes inside. The textbook
# counts these; whatever else a layer makes has a name of its own.
OUTPUT, INSIDE = "output", "inside"
VALUES = frozenset({OUTPUT, INSIDE})


@dataclass(eq=False, slots=True)
class Storage:
    """Memory that is taken and released as a whole.

    part: the line of the account that it belongs to; layer: whose it is; what: its content.
    phase: the one that it is made in, `forward`, `loss`, `backward` or `optimizer`.
    formula: gives its size, where it isn't simply that of a value; arguments: its numbers.
    holders: how many still need it; keepers: those of them that keep it for the backward pass.
    """

    size: int
    part: str
    layer: str
    what: str
    formula: Formula | None = None
    arguments: Arguments | None = None
    phase: str = "forward"
    holders: int = 1
    keepers: int = 0


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


# Makes the gradients of the inputs from that of the output, the first that has one; None for an
# input that doesn't learn.
Gradients: TypeAlias = Callable[["Ledger", Sequence[Value], Storage], list[Storage | None]]


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
    frame: Frame | None = None

    def needs(self) -> Sequence[Storage]:
        """What stays for it between the two passes: in a segment, what that begins with."""
        return self.keeps if self.frame is None else self.frame.kept()


def of_each_input(ledger: Ledger, inputs: Sequence[Value], _: Storage) -> list[Storage | None]:
    """The usual: a gradient of its size for every input that learns."""
    return [ledger.new(each.size) if each.maker else None for each in inputs]


def passed_on(ledger: Ledger, inputs: Sequence[Value], gradient: Storage) -> list[Storage | None]:
    """The output's gradient itself, or a part of it, is that of each input: no new memory."""
    return [ledger.hold(gradient) for _ in inputs]
