"""What the step of an optimizer takes for a moment, in bytes: a formula for each way.

values: of the tensor at hand; values_before: of the one before it, whose memory is let go only
when the next has been taken; b: the bytes of a value.
"""

from __future__ import annotations

from explainer.maths import Formula, largest, total
from explainer.maths.formulary import Formulary
from explainer.maths.substitution import Function

in_step = Formulary(unit="bytes")


def taken(name: str, function: Function) -> Formula:
    """The formula of a tensor of that name, which stands in the collection from then on."""
    return in_step.formula(name=name)(function)


def _nothing():
    """All is added to the parameters where it lies: no memory is taken for that."""
    return 0


def _one_copy(values, b):
    """The gradient with the momentum added is a tensor of its own."""
    return values * b


def _one_root(values, values_before, b):
    """The root of the average is a tensor, and that of the tensor before is still there."""
    return total(values, values_before) * b


def _two_roots(values, values_before, b):
    """The root and the corrected root are a tensor each, and one of the tensor before is there."""
    return total(2 * values, values_before) * b


def _root_and_change(values, values_before, b):
    """Root and change take the place of those before, one by one: two of one, one of the other."""
    return largest(values + 2 * values_before, 2 * values + values_before) * b


def _three_maps(values, values_before, b):
    """By its authors' code two scaled tensors and their sum are there, and one of those before."""
    return total(3 * values, values_before) * b


def _copies_of_all(copies, trained, b):
    """All tensors are taken at once, and so many copies of all of them are there."""
    return copies * trained * b


NOTHING = taken("temporary", _nothing)
ONE_COPY = taken("temporary", _one_copy)
ONE_ROOT = taken("temporary", _one_root)
TWO_ROOTS = taken("temporary", _two_roots)
ROOT_AND_CHANGE = taken("temporary", _root_and_change)
THREE_MAPS = taken("temporary", _three_maps)
COPIES_OF_ALL = taken("temporary", _copies_of_all)


# ---- the variables of Adafactor's loop --------------------------------------------------


def _root_mean_square(b):
    """How large the values of a tensor are is one value."""
    return b


def _of_rows(rows, b):
    """The mean of the squared gradients of each row is one value."""
    return rows * b


def _of_columns(columns, b):
    """The mean of the squared gradients of each column is one value."""
    return columns * b


def _squared(values, b):
    """Along a single axis the gradients are squared value by value."""
    return values * b


def _estimate(values, b):
    """The estimate has a value for each parameter of the tensor; it becomes the change."""
    return values * b


def _means(planes, b):
    """Each plane has one mean over its rows, which the estimate is divided by."""
    return planes * b


ROOT_MEAN_SQUARE = taken("root_mean_square", _root_mean_square)
OF_ROWS = taken("means_of_rows", _of_rows)
OF_COLUMNS = taken("means_of_columns", _of_columns)
SQUARED = taken("squared", _squared)
ESTIMATE = taken("estimate", _estimate)
MEANS = taken("means_of_planes", _means)


@in_step.formula(name="temporary")
def all_variables(*variables):
    """What the variables of the loop hold at that moment is added up."""
    return total(*variables)
