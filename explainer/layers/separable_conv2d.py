"""A convolution in two parts, channel by channel and then across them: keras' SeparableConv2D."""

from __future__ import annotations

from explainer.layers.convolution import attach_biases, windowed
from explainer.layers.counts import attach_parameters
from explainer.layers.depthwise import (
    AXES,
    DEPTH_MULTIPLIER,
    MULTIPLIER_FORGOTTEN,
    SIDES,
    attach_matrix,
    multiplies,
    products_through_all_channels,
    weights_through_all_channels,
)
from explainer.layers.kernels import each
from explainer.layers.layer import VOLUME, Layer
from explainer.layers.libraries import keras
from explainer.layers.separable_operations import BETWEEN, operations
from explainer.layers.tensor_law import TensorLaw
from explainer.layers.tensors import separable_kernels
from explainer.layers.traits import Backward, Does, Example, Module
from explainer.layers.windows import attach_windows

separable_conv2d = Layer(
    "separable_conv2d",
    about="Convolves in two parts: first each channel by itself, then a 1×1 convolution mixes "
    "the channels.",
    reference="https://keras.io/api/layers/convolution_layers/separable_convolution2d/",
    takes=VOLUME,
    does=Does.SEPARATES,
    backward=Backward(operations=operations),
    module=Module("SeparableConv2d", channels=True),
    declares="in_channels",
    elsewhere=(keras("SeparableConv2D"),),
    caffe=False,
    tensors=separable_kernels,
    example=Example({"out_channels": 16, "kernel_size": 3, "padding": 1}),
    varied=("out_channels", "kernel_size", "padding", "stride"),
    sample={"m": 2, "c_mid": 12},
    settings=(
        *windowed(AXES, "out_channels", "kernel_size", "stride", "padding", "dilation"),
        DEPTH_MULTIPLIER,
        *windowed(AXES, "bias"),
    ),
    inner=(TensorLaw("by_channel", BETWEEN),),
)

attach_windows(separable_conv2d, SIDES)


@separable_conv2d.formula(topic="sizes")
def c_mid(c_in, m=1):
    """The first part gives as many channels as it has kernels, and keeps them apart."""
    return c_in * m


c_mid.mistake("depth_multiplier_forgotten", m=1, when=multiplies, says=MULTIPLIER_FORGOTTEN)


@separable_conv2d.formula(parts={"taps": each("k_{}", SIDES)})
def weights(taps, c_mid, c_out):
    """Each kernel of the first part has one weight for each of its taps, in a single channel; of
    the second, one for each channel that it mixes.
    """
    return taps * c_mid + c_mid * c_out


@separable_conv2d.mistake(instead_of=weights)
def second_part_forgotten(k_h, k_w, c_mid):
    """Behind the kernels of each channel stands a 1×1 convolution, which mixes the channels."""
    return k_h * k_w * c_mid


separable_conv2d.mistake(instead_of=weights)(weights_through_all_channels)
weights.mistake(
    "depth_multiplier_forgotten", c_mid="c_in", when=multiplies, says=MULTIPLIER_FORGOTTEN
)
biases = attach_biases(
    separable_conv2d,
    grouped=False,
    says="Each kernel of the second part has one bias, which is added at every position.",
)


@separable_conv2d.mistake(instead_of=biases, when=lambda s: bool(s.settings["bias"]))
def biases_in_both_parts(c_mid, c_out):
    """Only the second part adds biases: Keras gives the first one none."""
    return c_mid + c_out


attach_parameters(separable_conv2d)


@separable_conv2d.formula(topic="sums")
def activations(H_out, W_out, c_mid, c_out):
    """Both parts store what they put out: at each position the channels between them, and those
    behind.
    """
    return H_out * W_out * (c_mid + c_out)


activations.mistake(
    "map_between_not_stored",
    c_mid=0,
    says="Between the two parts lies a map of its own, which the second one reads.",
)


@separable_conv2d.formula(parts={"taps": each("k_{}", SIDES), "places": each("{}_out", SIDES)})
def macs(taps, c_mid, c_out, places):
    """At every position each channel between takes a product for each tap, and each output channel
    one for each channel between.
    """
    return (taps * c_mid + c_mid * c_out) * places


separable_conv2d.mistake(instead_of=macs)(products_through_all_channels)
attach_matrix(separable_conv2d)
