"""Adafactor in torch: what it keeps beside a tensor, and what it makes for a moment.

A variable of its loop keeps its tensor until the next one is put into it: at a matrix that
of the matrix before, and so on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.storage import Storage

Shape: TypeAlias = tuple[int, ...]


def rows_and_columns(shape: Shape) -> tuple[int, int]:
    """The values that stand for the rows and for the columns of its planes, the last two axes."""
    *others, high, wide = shape
    planes = math.prod(others)
    return planes * high, planes * wide


def kept_beside(shape: Shape) -> int:
    """The values that are kept: a tensor of one axis has no planes, and is kept in full."""
    return sum(rows_and_columns(shape)) if len(shape) > 1 else math.prod(shape)


class Variables:
    """The variables of the loop, each with the tensor that is in it."""

    def __init__(self, ledger: Ledger, b: int) -> None:
        self.ledger, self.b = ledger, b
        self.held: dict[str, Storage] = {}

    def put(self, name: str, values: int) -> None:
        """A new tensor in a variable; the one before is there until it is done."""
        new = self.ledger.new(values * self.b)
        self.ledger.moment()
        self.hold(name, new)

    def also(self, name: str, other: str) -> None:
        """The same tensor in a second variable."""
        self.hold(name, self.ledger.hold(self.held[other]))

    def hold(self, name: str, storage: Storage) -> None:
        """Put in a storage, and let go the one before."""
        if name in self.held:
            self.ledger.drop(self.held[name])
        self.held[name] = storage

    def drop(self, *names: str) -> None:
        """Let go what is in them."""
        for name in names:
            self.ledger.drop(self.held.pop(name))


def run_loop(ledger: Ledger, b: int, shapes: Sequence[Shape]) -> None:
    """One step: each tensor in turn."""
    variables = Variables(ledger, b)
    for shape in shapes:
        variables.put("norm", 1)
        variables.drop("norm")
        _estimate(variables, shape)
        variables.also("update", "estimate")
        variables.put("norm", 1)
        variables.drop("norm")
    variables.drop(*variables.held)


def _estimate(variables: Variables, shape: Shape) -> None:
    """How large the squared gradients are: from rows and columns, or as they are."""
    if len(shape) == 1:
        variables.put("squared", shape[0])
        variables.put("estimate", shape[0])
        return
    rows, columns = rows_and_columns(shape)
    variables.put("rows", rows)
    variables.put("columns", columns)
    variables.put("estimate", math.prod(shape))
    variables.put("mean", math.prod(shape[:-2]))
    variables.drop("mean")
