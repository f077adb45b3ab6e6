"""The mistakes people make when they count the places of a window along one axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from explainer.layers.layer import Condition
from explainer.maths import Formula, ceil, floor
from explainer.maths.substitution import Function, Part


@dataclass(frozen=True)
class Slip:
    """A mistake that is made along any axis: the law with some of its parts changed.

    in_steps: whether it is made only where the window moves by more than one pixel.
    """

    name: str
    says: str
    parts: Mapping[str, Part] = field(default_factory=dict)
    in_steps: bool = False

    def attach(self, right: Formula, when: Condition, seldom: bool = False) -> None:
        """Put it beside the right formula."""
        right.mistake(self.name, says=self.says, when=when, seldom=seldom, **self.parts)


@dataclass(frozen=True)
class Otherwise:
    """A mistake that does something else with the parts of the law."""

    function: Function
    in_steps: bool = False

    def attach(self, right: Formula, when: Condition, seldom: bool = False) -> None:
        """Put it beside the right formula."""
        right.mistake_around(when=when, seldom=seldom)(self.function)


def in_steps(function: Function) -> Otherwise:
    """A decorator: the mistake is made only where the window moves by more than one pixel."""
    return Otherwise(function, in_steps=True)


def padding_counted_once(once: Part, says: str) -> Slip:
    """The padding of one end forgotten."""
    return Slip("padding_counted_once", says, {"P": once})


DILATION_IGNORED = Slip(
    "dilation_ignored",
    "Dilation spreads the taps of the kernel: it spans d·(k − 1) + 1 positions, not k.",
    {"d": 1},
)


@in_steps
def floor_not_taken(steps):
    """A window that does not fit completely is not counted, so the quotient is rounded down."""
    return steps + 1


@in_steps
def ceil_for_floor(steps):
    """What is left over at the end is too small for another window, so nothing is rounded up."""
    return ceil(steps) + 1


# The padding is the word `same`.


@in_steps
def stride_ignored(size):
    """With `same` the output has the size of the input at stride 1 only; a larger stride divides
    the size.
    """
    return size


# The count is rounded up: `ceil_mode`.


@in_steps
def floor_for_ceil(steps):
    """With `ceil_mode`, rows or columns that are left over get one more window, which reaches over
    the edge.
    """
    return floor(steps) + 1


@in_steps
def last_window_starts_outside(steps):
    """A last window that would start beyond the <image|input> would read none of it, so it is not
    counted.
    """
    return ceil(steps) + 1


# Looked for when a number has to be explained, and shown nowhere else.

PADDING_FORGOTTEN = Slip(
    "padding_forgotten",
    "Padding makes the <image|input> larger on both sides before the window slides over it.",
    {"P": 0},
)


@Otherwise
def first_place_forgotten(steps):
    """The quotient counts the steps of the window; the place where the window starts is one
    more.
    """
    return floor(steps)


@Otherwise
def stride_forgotten(size, k, P, d=1):
    """The window moves by the stride, so the room that it has for moving is divided by the
    stride.
    """
    return size + P - k - (k - 1) * (d - 1) + 1


SELDOM = (PADDING_FORGOTTEN, first_place_forgotten, stride_forgotten)

# A transposed convolution: the windows are written, not read.

OUTPUT_PADDING_FORGOTTEN = Slip(
    "output_padding_forgotten",
    "The output padding adds its rows or columns at the far edge of the output.",
    {"a": 0},
)
