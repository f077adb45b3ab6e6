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
    """The change is added to the parameters in place, so it takes no memory of its own."""
    return 0


def _one_copy(values, b):
    """The sum of the gradient and the momentum is a tensor of its own."""
    return values * b


def _one_root(values, values_before, b):
    """The root of the average is a tensor, and that of the tensor changed before, if there
    is one, is still there.
    """
    return total(values, values_before) * b


def _two_roots(values, values_before, b):
    """The root and the corrected root are two tensors, and one of the tensor changed
    before, if there is one, is still there.
    """
    return total(2 * values, values_before) * b


def _root_and_change(values, values_before, b):
    """The root and the change are two tensors, and one or two of the tensor changed before,
    if there is one, are still there.
    """
    return largest(values + 2 * values_before, 2 * values + values_before) * b


def _three_maps(values, values_before, b):
    """In the code of its authors two scaled tensors and their sum are there, and one of the
    tensor changed before, if there is one.
    """
    return total(3 * values, values_before) * b


def _copies_of_all(copies, trained, b):
    """All tensors of parameters are changed at once, with this many copies of all of them."""
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
    """One value says how large the values of the tensor are on average."""
    return b


def _of_rows(rows, b):
    """Each row has one value, the mean of its squared gradients."""
    return rows * b


def _of_columns(columns, b):
    """Each column has one value, the mean of its squared gradients."""
    return columns * b


def _squared(values, b):
    """A tensor with a single axis has a squared gradient for each of its values."""
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
    """The tensors that the variables of the optimizer's loop hold at that moment are added up."""
    return total(*variables)
