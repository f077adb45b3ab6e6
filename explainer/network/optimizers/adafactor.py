"""Adafactor in torch: what it keeps beside a tensor, and what it makes for a moment.

A variable of its loop keeps its tensor until the next one is put into it: at a matrix that
of the matrix before, and so on.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from explainer.maths import Formula
from explainer.network.optimizers import moments
from explainer.network.optimizers.optimizer import (
    Bench,
    Optimizer,
    RowsAndColumns,
    Shape,
    TorchClass,
    rows_and_columns,
    take,
)


class Variables:
    """The variables of the loop, each with the tensor that is in it."""

    def __init__(self, bench: Bench, b: int) -> None:
        self.bench, self.b = bench, b
        self.held: dict[str, Any] = {}

    def put(self, name: str, formula: Formula, **numbers: int) -> None:
        """A new tensor in a variable; the one before is there until it is done."""
        new = take(self.bench, formula, **numbers, b=self.b)
        self.bench.moment()
        self.hold(name, new)

    def also(self, name: str, other: str) -> None:
        """The same tensor in a second variable."""
        self.hold(name, self.bench.hold(self.held[other]))

    def hold(self, name: str, taken: Any) -> None:
        """Put in what was taken, and let go the one before."""
        if name in self.held:
            self.bench.drop(self.held[name])
        self.held[name] = taken

    def drop(self, *names: str) -> None:
        """Let go what is in them."""
        for name in names:
            self.bench.drop(self.held.pop(name))


def run_loop(bench: Bench, b: int, shapes: Iterable[Shape]) -> None:
    """One step: each tensor in turn."""
    variables = Variables(bench, b)
    for shape in shapes:
        variables.put("norm", moments.ROOT_MEAN_SQUARE)
        variables.drop("norm")
        _estimate(variables, shape)
        variables.also("update", "estimate")
        variables.put("norm", moments.ROOT_MEAN_SQUARE)
        variables.drop("norm")
    variables.drop(*variables.held)


def _estimate(variables: Variables, shape: Shape) -> None:
    """How large the squared gradients are: from rows and columns, or as they are."""
    if len(shape) == 1:
        variables.put("squared", moments.SQUARED, values=shape[0])
        variables.put("estimate", moments.ESTIMATE, values=shape[0])
        return
    rows, columns = rows_and_columns(shape)
    variables.put("rows", moments.OF_ROWS, rows=rows)
    variables.put("columns", moments.OF_COLUMNS, columns=columns)
    variables.put("estimate", moments.ESTIMATE, values=math.prod(shape))
    variables.put("means", moments.MEANS, planes=math.prod(shape[:-2]))
    variables.drop("means")


ADAFACTOR = Optimizer(
    "adafactor",
    RowsAndColumns(),
    run_loop,
    copies=None,
    counts_steps=True,
    torch=TorchClass("Adafactor"),
)
