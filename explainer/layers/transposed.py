"""The size of what a transposed convolution writes along one axis.

It is the law of windows.py read backwards: from the number of windows to the size of the
image that they cover. The padding is cut off, and the output padding is added.
"""

from __future__ import annotations

from explainer.language import sentence
from explainer.layers import window_mistakes as wrong
from explainer.layers.counts import both
from explainer.layers.layer import Check, Fault, Layer, Situation
from explainer.layers.padding import (
    ALIKE,
    BY_SIDE,
    ENDS,
    axis_names,
    padded_by_side,
    padded_same,
)
from explainer.layers.windows import strided
from explainer.maths.substitution import substituted


def covered(size, k, s, P, d=1, a=0):
    """The windows begin one stride apart, and the last adds what it spans; padding is cut off on
    both sides.
    """
    return (size - 1) * s - P + k + (k - 1) * (d - 1) + a


def covered_same(size, s):
    """With `same` the stride alone gives the size: what the windows cover beyond that is cut off,
    and what they leave uncovered is added (Keras' rule).
    """
    return size * s


@wrong.in_steps
def stride_ignored(size):
    """The word `same` keeps the size at stride 1 only; a stride above 1 still multiplies it."""
    return size


def size_multiplied_by_stride(size, s):
    """The stride alone does not give the size: at the edges the kernel and the padding
    count too.
    """
    return size * s


# How the padding may be given, with the sentences of the law and of padding counted once.
SPELLINGS = (
    (ALIKE, "", "Padding is cut off on both sides of the output, so it counts twice."),
    (
        BY_SIDE,
        (
            "The windows begin one stride apart, and the last adds what it spans; "
            "the padding of each side is cut off."
        ),
        "Padding is cut off on both sides of the output, so that of each side is subtracted.",
    ),
)


def attach_transposed_windows(layer: Layer, axes: tuple[str, ...]) -> None:
    """Give the layer its output size along each axis, with the mistakes made there."""
    for index, axis in enumerate(axes):
        names = axis_names(axis, "kspda")
        for ends, says, says_once in SPELLINGS if len(axes) == 2 else SPELLINGS[:1]:
            formula = layer.formula(
                name=f"{axis}_out", when=ends.when, says=says, symbols=names, topic="sizes"
            )
            right = formula(substituted(covered, P=ends.both))
            for slip in (
                wrong.padding_counted_once(ends.once, says_once),
                wrong.DILATION_IGNORED,
                wrong.OUTPUT_PADDING_FORGOTTEN,
            ):
                slip.attach(right, ends.when)
        first = layer.spellings(f"{axis}_out")[0]
        layer.mistake(instead_of=first, when=_not_same)(size_multiplied_by_stride)
        same = layer.formula(name=f"{axis}_out", when=padded_same, symbols=names, topic="sizes")
        stride_ignored.attach(same(covered_same), both(padded_same, strided(index)))
        layer.check(_output_padding_is_small(axis))
        layer.check(_something_is_left(axis))


def _not_same(situation: Situation) -> bool:
    """Whether the padding is given in numbers."""
    return not padded_same(situation)


def _output_padding_is_small(axis: str) -> Check:
    low = axis.lower()

    def check(situation: Situation, values: dict[str, int]) -> Fault | None:
        a, s, d = (values[f"{letter}_{low}"] for letter in "asd")
        if a and padded_same(situation):
            return Fault(
                sentence("output_padding.with_same"),
                (f"a = {a}     {axis}_out = {axis}_in · s = {values[f'{axis}_in'] * s}",),
                sentence("output_padding.with_same_try"),
            )
        if a < s or a < d:
            return None
        return Fault(
            sentence("output_padding.too_large", padding=str(a)),
            (f"a = {a}     s = {s}     d = {d}",),
            sentence("output_padding.too_large_try", most=str(max(s, d) - 1)),
        )

    return check


def _something_is_left(axis: str) -> Check:
    low = axis.lower()

    def check(situation: Situation, values: dict[str, int]) -> Fault | None:
        if padded_same(situation):
            return None
        k, s, d, a = (values[f"{letter}_{low}"] for letter in "ksda")
        ends = ENDS[axis] if padded_by_side(situation) else (f"p_{low}", f"p_{low}")
        cut = sum(values[end] for end in ends)
        written = (values[f"{axis}_in"] - 1) * s + d * (k - 1) + 1 + a
        if cut < written:
            return None
        return Fault(
            sentence(f"padding.cuts_off_{axis}", written=str(written), cut=str(cut)),
            (f"({axis}_in − 1)·s + d·(k − 1) + 1 + a = {written}     padding = {cut}",),
            sentence("padding.cuts_off_try"),
            small=True,
        )

    return check
