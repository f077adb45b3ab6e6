"""What transposed convolutions along one, two or three axes share: settings, weights, products."""

from __future__ import annotations

from typing import Any

from explainer.layers.convolution import GROUPS_IGNORED, SMALL, attach_biases, in_one_group
from explainer.layers.counts import attach_activations, attach_parameters
from explainer.layers.kernels import FORGOTTEN, Sentences, each
from explainer.layers.layer import Layer
from explainer.layers.libraries import keras
from explainer.layers.setting_types import Axes, Choice, Count, Flag, Padding
from explainer.layers.settings import Setting
from explainer.layers.tensors import transposed_kernels
from explainer.layers.traits import Backward, Does, Module, Saved
from explainer.layers.transposed import attach_transposed_windows

# What lies along the axes, and at which of its ends the output padding is.
ALONG = {
    1: ("places", "at its end"),
    2: ("rows and columns", "at the bottom and right"),
    3: ("slices, rows and columns", "at the far end of each axis"),
}


def weights(taps, c_in, c_out, g=1):
    """Each of the c_in input channels has one weight for each tap of the kernel and each output
    channel of its group.
    """
    return taps * c_in * (c_out / g)


def weights_not_shared(weights, places):
    """A convolution shares its weights: every position is stamped with the same kernels."""
    return weights * places


def macs(taps, c_in, c_out, places, g=1):
    """Every input value is multiplied once for each tap of the kernel and each output channel of
    its group.
    """
    return taps * c_in * (c_out / g) * places


def im2col(taps, c_out, places):
    """The matrix product gives every input position a column, with one value for each tap and
    output channel.
    """
    return taps * c_out * places


def transposed_convolution(kind: str, axes: tuple[str, ...], sentences: Sentences) -> Layer:
    """A transposed convolution over the axes named by letter: ("H", "W")."""
    n = len(axes)
    layer = Layer(
        kind,
        about="Stamps a kernel onto the output for each input value, and adds up where stamps "
        "overlap.",
        reference=f"https://docs.pytorch.org/docs/stable/generated/torch.nn.ConvTranspose{n}d.html",
        takes=(n + 1,),
        does=Does.TRANSPOSES,
        backward=Backward(Saved.INPUT),
        module=Module(f"ConvTranspose{n}d", channels=True),
        declares="in_channels",
        elsewhere=(keras(f"Conv{n}DTranspose"),),
        caffe=True,
        tensors=transposed_kernels,
        example=SMALL,
        settings=_settings(axes),
    )
    attach_transposed_windows(layer, axes)
    _attach_weights(layer, axes, sentences)
    attach_biases(layer)
    attach_parameters(layer)
    stored = attach_activations(layer)[n + 1]
    stored.mistake("depths_swapped", c_out="c_in", says=sentences.depths_swapped)
    parts = {"taps": each("k_{}", axes), "places": each("{}_in", axes)}
    layer.formula(parts=parts)(macs)
    layer.formula(parts=parts, topic="sums")(im2col)
    return layer


def _settings(axes: tuple[str, ...]) -> tuple[Setting, ...]:
    n = len(axes)
    lines, far_end = ALONG[n]

    def symbols(letter: str) -> tuple[str, ...]:
        return tuple(f"{letter}_{axis.lower()}" for axis in axes)

    return (
        Setting("out_channels", Count(), symbols=("c_out",), aliases=("filters",),
                about="The number of output channels."),
        Setting("kernel_size", Axes(n), symbols=symbols("k"), about="The size of a stamp."),
        Setting("stride", Axes(n), (1,) * n, symbols("s"), ("strides",),
                "How far apart on the output neighbouring input values are stamped."),
        Setting("padding", Padding(n, sides=n == 2), (0,) * n, symbols("p"),
                about=f"How many {lines} are cut off the output, on each side."),
        Setting("output_padding", Axes(n, Count(0)), (0,) * n, symbols("a"),
                about=f"How many {lines} the output gets more, {far_end}."),
        Setting("groups", Count(), 1, ("g",), about="How many groups the channels are split into."),
        Setting("bias", Flag(), True, aliases=("use_bias",),
                about="Whether each output channel adds a bias."),
        Setting("dilation", Axes(n), (1,) * n, symbols("d"), ("dilation_rate",),
                "The distance between neighbouring taps of a kernel."),
        Setting("padding_mode", Choice(("zeros",)), "zeros", about="What the padding holds."),
    )  # fmt: skip


def _attach_weights(layer: Layer, axes: tuple[str, ...], sentences: Sentences) -> None:
    right = layer.formula(parts={"taps": each("k_{}", axes)})(weights)
    if sentences.kernel_not_squared:
        flat: dict[str, Any] = {FORGOTTEN[len(axes)]: 1}
        right.mistake("kernel_not_squared", says=sentences.kernel_not_squared, **flat)
    right.mistake_around(places=each("{}_in", axes))(weights_not_shared)
    right.mistake(
        "input_depth_forgotten",
        c_in=1,
        g=1,
        when=in_one_group,
        says=sentences.input_depth_forgotten,
    )
    right.mistake("groups_ignored", g=1, says=GROUPS_IGNORED)
