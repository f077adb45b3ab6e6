"""Formulas that can be read, printed and run: nothing here knows about networks."""

from explainer.maths.arithmetic import half_worked, value_of
from explainer.maths.formula import Arguments, Formula, Mistake, Values
from explainer.maths.functions import ceil, floor, largest, product, rounded, smallest, total
from explainer.maths.tree import Exact, Tree, as_exact

__all__ = [
    "Arguments",
    "Exact",
    "Formula",
    "Mistake",
    "Tree",
    "Values",
    "as_exact",
    "ceil",
    "floor",
    "half_worked",
    "largest",
    "product",
    "rounded",
    "smallest",
    "total",
    "value_of",
]
