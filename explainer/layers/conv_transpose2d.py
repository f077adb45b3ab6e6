"""Transposed convolution over height and width: torch.nn.ConvTranspose2d."""

from __future__ import annotations

from explainer.layers.conv2d import SENTENCES
from explainer.layers.convolution import GROUPS_IGNORED, SMALL, attach_biases, in_one_group
from explainer.layers.counts import attach_activations, attach_parameters
from explainer.layers.layer import VOLUME, Layer
from explainer.layers.libraries import keras
from explainer.layers.setting_types import Axes, Choice, Count, Flag, Padding
from explainer.layers.settings import Setting
from explainer.layers.tensors import transposed_kernels
from explainer.layers.traits import Backward, Does, Module, Saved
from explainer.layers.transposed import attach_transposed_windows

conv_transpose2d = Layer(
    "conv_transpose2d",
    about="Multiplies the kernel by each input value and stamps it onto the output; where stamps "
    "overlap, they are added.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html",
    takes=VOLUME,
    does=Does.TRANSPOSES,
    backward=Backward(Saved.INPUT),
    module=Module("ConvTranspose2d", channels=True),
    declares="in_channels",
    elsewhere=(keras("Conv2DTranspose"),),
    caffe=True,
    tensors=transposed_kernels,
    example=SMALL,
    settings=(
        Setting("out_channels", Count(), symbols=("c_out",), aliases=("filters",),
                about="The number of output channels."),
        Setting("kernel_size", Axes(2), symbols=("k_h", "k_w"), about="The size of a stamp."),
        Setting("stride", Axes(2), (1, 1), ("s_h", "s_w"), ("strides",),
                "How far apart on the output neighbouring input values are stamped."),
        Setting("padding", Padding(2, words=("valid",)), (0, 0), ("p_h", "p_w"),
                about="How many rows and columns are cut off the output, on each side."),
        Setting("output_padding", Axes(2, Count(0)), (0, 0), ("a_h", "a_w"),
                about="How many rows and columns the output gets more, at the bottom and right."),
        Setting("groups", Count(), 1, ("g",), about="How many groups the channels are split into."),
        Setting("bias", Flag(), True, aliases=("use_bias",),
                about="Whether each output channel adds a bias."),
        Setting("dilation", Axes(2), (1, 1), ("d_h", "d_w"), ("dilation_rate",),
                "The distance between neighbouring taps of a kernel."),
        Setting("padding_mode", Choice(("zeros",)), "zeros", about="What the padding holds."),
    ),
)  # fmt: skip
attach_transposed_windows(conv_transpose2d, ("H", "W"))


@conv_transpose2d.formula()
def weights(k_h, k_w, c_in, c_out, g=1):
    """Each of the c_in input channels has one weight for each tap of the kernel and each output
    channel of its group.
    """
    return k_h * k_w * c_in * (c_out / g)


weights.mistake("kernel_not_squared", k_w=1, says=SENTENCES.kernel_not_squared)


@weights.mistake_around()
def weights_not_shared(weights, H_in, W_in):
    """A convolution shares its weights: every position is stamped with the same kernels."""
    return weights * H_in * W_in


weights.mistake(
    "input_depth_forgotten", c_in=1, g=1, when=in_one_group, says=SENTENCES.input_depth_forgotten
)
weights.mistake("groups_ignored", g=1, says=GROUPS_IGNORED)
attach_biases(conv_transpose2d)
attach_parameters(conv_transpose2d)
stored = attach_activations(conv_transpose2d)[3]
stored.mistake("depths_swapped", c_out="c_in", says=SENTENCES.depths_swapped)


@conv_transpose2d.formula()
def macs(k_h, k_w, c_in, c_out, H_in, W_in, g=1):
    """Every input value is multiplied once for each tap of the kernel and each output channel of
    its group.
    """
    return k_h * k_w * c_in * (c_out / g) * H_in * W_in


@conv_transpose2d.formula(topic="sums")
def im2col(k_h, k_w, c_out, H_in, W_in):
    """The matrix product gives every input position a column, with one value for each tap and
    output channel.
    """
    return k_h * k_w * c_out * H_in * W_in
