"""The mistakes people make when they count the places of a window along one axis.

A mistake that spoils several spellings of the law (see windows.py) stands here once for
each; they carry one name and one sentence.
"""

from __future__ import annotations

from explainer.maths import ceil, floor

# Opposite sides have the same padding p.


def padding_counted_once(size, k, s, p=0, d=1):
    """Padding lies on both sides of the image, so it counts twice."""
    return floor((size + p - k - (k - 1) * (d - 1)) / s) + 1


def dilation_ignored(size, k, s, p=0):
    """Dilation spreads the taps: the kernel spans d·(k − 1) + 1 pixels, not k."""
    return floor((size + 2 * p - k) / s) + 1


def floor_not_taken(size, k, s, p=0, d=1):
    """A window that does not fit whole has no place: the quotient is rounded down."""
    return (size + 2 * p - k - (k - 1) * (d - 1)) / s + 1


def ceil_for_floor(size, k, s, p=0, d=1):
    """What is left over at the end, too little for a window, has no place: rounding up adds one."""
    return ceil((size + 2 * p - k - (k - 1) * (d - 1)) / s) + 1


# Looked for when a number has to be explained, and shown nowhere else.


def padding_forgotten(size, k, s, d=1):
    """Padding makes the image larger before the window slides over it, on both of its sides."""
    return floor((size - k - (k - 1) * (d - 1)) / s) + 1


def first_place_forgotten(size, k, s, p=0, d=1):
    """The quotient counts the steps of the window, and the place where it starts is one more."""
    return floor((size + 2 * p - k - (k - 1) * (d - 1)) / s)


def stride_forgotten(size, k, p=0, d=1):
    """The window moves by the stride: the room it has is divided by the length of a step."""
    return size + 2 * p - k - (k - 1) * (d - 1) + 1


# Each side has a padding of its own.


def padding_counted_once_between(size, k, s, p_before, d=1):
    """Padding lies on both sides of the image, and each side adds its own."""
    return floor((size + p_before - k - (k - 1) * (d - 1)) / s) + 1


def dilation_ignored_between(size, k, s, p_before, p_after):
    """Dilation spreads the taps: the kernel spans d·(k − 1) + 1 pixels, not k."""
    return floor((size + p_before + p_after - k) / s) + 1


def floor_not_taken_between(size, k, s, p_before, p_after, d=1):
    """A window that does not fit whole has no place: the quotient is rounded down."""
    return (size + p_before + p_after - k - (k - 1) * (d - 1)) / s + 1


def ceil_for_floor_between(size, k, s, p_before, p_after, d=1):
    """What is left over at the end, too little for a window, has no place: rounding up adds one."""
    return ceil((size + p_before + p_after - k - (k - 1) * (d - 1)) / s) + 1


# The padding is the word `same`.


def dilation_ignored_same(size, k, s, P):
    """Dilation spreads the taps: the kernel spans d·(k − 1) + 1 pixels, not k."""
    return floor((size + P - k) / s) + 1


def stride_ignored(size):
    """The word `same` keeps the size at stride 1 only; a stride still divides it."""
    return size


# The count is rounded up: `ceil_mode`.


def floor_for_ceil(size, k, s, p=0, d=1):
    """With `ceil_mode`, rows or columns left over get one more window, hanging over the edge."""
    return floor((size + 2 * p - k - (k - 1) * (d - 1)) / s) + 1


def last_window_starts_outside(size, k, s, p=0, d=1):
    """A last window that would start beyond the image reads nothing of it, and has no place."""
    return ceil((size + 2 * p - k - (k - 1) * (d - 1)) / s) + 1


# A transposed convolution: the windows are written, not read.


def padding_counted_once_transposed(size, k, s, p=0, d=1, a=0):
    """Padding is cut off on both sides of the output, so it counts twice."""
    return (size - 1) * s - p + k + (k - 1) * (d - 1) + a


def padding_counted_once_between_transposed(size, k, s, p_before, d=1, a=0):
    """Padding is cut off on both sides of the output, and each side takes its own."""
    return (size - 1) * s - p_before + k + (k - 1) * (d - 1) + a


def dilation_ignored_transposed(size, k, s, p=0, a=0):
    """Dilation spreads the taps: the kernel spans d·(k − 1) + 1 pixels, not k."""
    return (size - 1) * s - 2 * p + k + a


def dilation_ignored_between_transposed(size, k, s, p_before, p_after, a=0):
    """Dilation spreads the taps: the kernel spans d·(k − 1) + 1 pixels, not k."""
    return (size - 1) * s - p_before - p_after + k + a


def output_padding_forgotten(size, k, s, p=0, d=1):
    """The output padding adds its rows or columns at the far edge of the output."""
    return (size - 1) * s - 2 * p + k + (k - 1) * (d - 1)


def output_padding_forgotten_between(size, k, s, p_before, p_after, d=1):
    """The output padding adds its rows or columns at the far edge of the output."""
    return (size - 1) * s - p_before - p_after + k + (k - 1) * (d - 1)


def size_multiplied_by_stride(size, s):
    """The stride alone does not give the size: kernel and padding decide about the edges."""
    return size * s
