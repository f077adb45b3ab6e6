"""What is known of an optimizer: what it keeps beside the parameters, and what its step takes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from explainer.maths import Arguments, Formula

Shape: TypeAlias = tuple[int, ...]


@dataclass(frozen=True)
class Beside:
    """The same number of values beside every parameter."""

    slots: int

    def values(self, shape: Shape) -> int:
        """The values that are kept beside a tensor of parameters."""
        return self.slots * math.prod(shape)


@dataclass(frozen=True)
class RowsAndColumns:
    """A value for every row and every column of a tensor's planes, which are its last two axes.

    A tensor of one axis has no planes, and is kept in full. The textbook account has the
    formulas of this by kinds of layers, in memory/textbook/factored.py.
    """

    def values(self, shape: Shape) -> int:
        """The values that are kept beside a tensor of parameters."""
        return sum(rows_and_columns(shape)) if len(shape) > 1 else math.prod(shape)


def rows_and_columns(shape: Shape) -> tuple[int, int]:
    """The values that stand for the rows and for the columns of its planes, the last two axes."""
    *others, high, wide = shape
    planes = math.prod(others)
    return planes * high, planes * wide


State: TypeAlias = Beside | RowsAndColumns


class Bench(Protocol):
    """Where a step takes memory for a moment: the ledger of the framework account."""

    def new(self, size: int, /, what: str, *, formula: Formula, arguments: Arguments) -> Any:
        """So many bytes, taken; what: what is in them, and the formula that gives them."""

    def hold(self, taken: Any, /) -> Any:
        """The same bytes, needed once more."""

    def drop(self, taken: Any, /) -> None:
        """The bytes, needed once less."""

    def moment(self) -> None:
        """Note how much is there now."""


# How a step changes the parameters, from the bytes of a value and the shapes of the tensors.
Step: TypeAlias = Callable[[Bench, int, Iterable[Shape]], None]


def take(bench: Bench, formula: Formula, **numbers: int) -> Any:
    """The bytes that a formula gives, taken."""
    arguments = formula.arguments(numbers)
    size = int(formula.value(arguments))
    return bench.new(size, formula.name, formula=formula, arguments=arguments)


def tensor_by_tensor(temporary: Formula) -> Step:
    """A step that takes one tensor after the other, as torch does by default on the CPU.

    temporary: one of moments.py; the memory for the one before is released only when the next
    one's has been taken.
    """

    def step(bench: Bench, b: int, shapes: Iterable[Shape]) -> None:
        before = 0
        for shape in shapes:
            values = math.prod(shape)
            taken = take(bench, temporary, values=values, values_before=before, b=b)
            bench.moment()
            bench.drop(taken)
            before = values

    return step


@dataclass(frozen=True)
class TorchClass:
    """A class of torch.optim by its name, and what it is made with beside the parameters."""

    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Optimizer:
    """All that is known of an optimizer.

    name: what a model file calls it; state: what it keeps from one step to the next.
    step: what it takes for a moment, tensor by tensor.
    copies: on CUDA torch takes all tensors at once, by default: so many copies of all of them.
        None: it goes on tensor by tensor there too.
    counts_steps: whether it keeps the number of steps, one float32 for every tensor.
    torch: the class that it is measured with; None where torch has none.
    """

    name: str
    state: State
    step: Step
    copies: int | None
    counts_steps: bool
    torch: TorchClass | None

    @property
    def slots(self) -> int | None:
        """Values beside each parameter; None: it depends on shapes."""
        return self.state.slots if isinstance(self.state, Beside) else None
