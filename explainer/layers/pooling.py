"""What the pools along one, two or three axes share: settings, torch's rule, nothing to learn."""

from __future__ import annotations

from collections.abc import Iterable

from explainer.language import sentence
from explainer.layers.beside import tensor_beside
from explainer.layers.counts import attach_activations, every_value
from explainer.layers.layer import Check, Fault, Layer, Situation
from explainer.layers.libraries import ClassName, keras
from explainer.layers.setting_types import Axes, Count, Flag, Optional, Padding
from explainer.layers.settings import Follows, Setting
from explainer.layers.traits import Backward, Chain, Does, Example, Module, OfWindow, Saved
from explainer.layers.windows import attach_windows
from explainer.maths.substitution import product_of, substituted

STAND_AROUND = {
    1: "How many places stand around the sequence, on each side.",
    2: "How many rows and columns stand around the image, on each side.",
    3: "How many slices, rows and columns stand around the solid, on each side.",
}
CEIL_MODE = Setting("ceil_mode", Flag(), False, about="Whether the number of places is rounded up.")
COUNT_INCLUDE_PAD = Setting(
    "count_include_pad", Flag(), True,
    about="Whether the zeros of the padding count in the average; it changes no size.",
)  # fmt: skip
DIVISOR_OVERRIDE = Setting(
    "divisor_override", Optional(Count()), None,
    about="What a window's sum is divided by, in place of the number of its values.",
)  # fmt: skip


def _each(letter: str, axes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{letter}_{axis.lower()}" for axis in axes)


def window_settings(axes: tuple[str, ...]) -> tuple[Setting, ...]:
    """The settings of a window that slides along the axes named by letter: ("H", "W")."""
    n = len(axes)
    return (
        Setting("kernel_size", Axes(n), symbols=_each("k", axes), aliases=("pool_size",),
                about="The size of the window."),
        Setting("stride", Optional(Axes(n)), Follows("kernel_size"), _each("s", axes),
                ("strides",), "How far the window moves; where nothing is said, its own size."),
        Setting("padding", Padding(n, sides=n == 2), (0,) * n, _each("p", axes),
                about=STAND_AROUND[n]),
    )  # fmt: skip


def which_input_won(values, batch=1):
    """Max pooling notes which input won, for each output value: a whole number of 8 bytes."""
    return 8 * values * batch


def of_largest(axes: int) -> Backward:
    """What torch keeps where the largest of each window is taken, along so many axes.

    Under a dispatch mode, such as a tracker of memory, that is so of sequences too; alone, torch
    notes nothing of a sequence that no gradient comes back to.
    """
    law = substituted(which_input_won, values=every_value(axes + 1, "out"))
    indices = tensor_beside("indices", law)
    return Backward(Saved.INPUT, makes=(indices,))


def nothing_to_learn():
    """A pooling has no weights: it has nothing to learn."""
    return 0


def pooling_given_weights(taps, c_in):
    """A pooling window has a size, but no weights that could be trained."""
    return taps * c_in


def max_pool(kind: str, about: str, axes: tuple[str, ...], chain: Chain | None = None) -> Layer:
    """The pool that takes the largest of each window, as torch.nn has it for so many axes."""
    n = len(axes)
    dilation = Setting(
        "dilation", Axes(n), (1,) * n, _each("d", axes),
        about="The distance between neighbouring taps.",
    )  # fmt: skip
    settings = (*window_settings(axes), dilation, CEIL_MODE)
    names = (f"MaxPooling{n}D", f"MaxPool{n}D")
    return _pool(
        kind, about, axes, f"MaxPool{n}d", OfWindow.LARGEST, of_largest(n), settings, names, chain
    )


def avg_pool(kind: str, about: str, axes: tuple[str, ...], chain: Chain | None = None) -> Layer:
    """The pool that takes the average of each window, as torch.nn has it for so many axes."""
    n = len(axes)
    more = (CEIL_MODE, COUNT_INCLUDE_PAD, *((DIVISOR_OVERRIDE,) if n > 1 else ()))
    settings = (*window_settings(axes), *more)
    names, backward = (f"AveragePooling{n}D", f"AvgPool{n}D"), Backward(Saved.INPUT)
    return _pool(kind, about, axes, f"AvgPool{n}d", OfWindow.MEAN, backward, settings, names, chain)


def _pool(
    kind: str,
    about: str,
    axes: tuple[str, ...],
    torch_name: str,
    of_window: OfWindow,
    backward: Backward,
    settings: Iterable[Setting],
    keras_names: tuple[str, ...],
    chain: Chain | None,
) -> Layer:
    layer = Layer(
        kind,
        about=about,
        reference=f"https://docs.pytorch.org/docs/stable/generated/torch.nn.{torch_name}.html",
        takes=(len(axes) + 1,),
        does=Does.POOLS,
        of_window=of_window,
        backward=backward,
        module=Module(torch_name),
        elsewhere=_of_keras(keras_names),
        caffe=len(axes) == 2,
        example=Example({"kernel_size": 2}),
        chain=chain,
        varied=("kernel_size", "stride"),
        settings=settings,
    )
    _attach(layer, axes)
    return layer


def _of_keras(names: tuple[str, ...]) -> tuple[ClassName, ...]:
    """Its classes, whose window is 2 where nothing is said."""
    return tuple(keras(name, kernel_size=2) for name in names)


def _attach(layer: Layer, axes: tuple[str, ...]) -> None:
    """Give a pooling layer its output size, its stored values, and no weights."""
    attach_windows(layer, axes)
    for axis in axes:
        layer.check(_padding_is_at_most_half(axis))
    right = layer.formula(name="weights")(nothing_to_learn)
    taps = product_of(*_each("k", axes))
    wrong = substituted(pooling_given_weights, taps=taps)
    layer.mistake(instead_of=right, name="pooling_given_weights")(wrong)
    attach_activations(layer)


def _padding_is_at_most_half(axis: str) -> Check:
    """torch's rule, where it pads by itself: no window may lie in the padding alone."""

    def check(_: Situation, values: dict[str, int]) -> Fault | None:
        k, p = values[f"k_{axis.lower()}"], values.get(f"p_{axis.lower()}", 0)
        if 2 * p <= k:
            return None
        return Fault(
            sentence(f"padding.half_{axis}", padding=str(p), kernel=str(k)),
            (f"2·p = 2·{p} = {2 * p}     k = {k}",),
            sentence("padding.half_try", most=str(k // 2)),
        )

    return check
