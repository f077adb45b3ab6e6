"""A convolution whose kernels see one channel each: keras.layers.DepthwiseConv2D."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from explainer.layers.convolution import attach_biases, windowed
from explainer.layers.counts import attach_activations, attach_parameters
from explainer.layers.depthwise import (
    AXES,
    DEPTH_MULTIPLIER,
    KERNEL_NOT_SQUARED,
    MULTIPLIER_FORGOTTEN,
    SIDES,
    attach_matrix,
    channel_for_channel,
    multiplies,
    one_for_one,
    products_through_all_channels,
    several_for_each,
    weights_through_all_channels,
)
from explainer.layers.kernels import each, weights_not_shared
from explainer.layers.layer import VOLUME, Layer
from explainer.layers.libraries import keras
from explainer.layers.tensors import flat_kernels
from explainer.layers.traits import Backward, Built, Does, Example, Module, Saved
from explainer.layers.windows import attach_windows


def in_torch(layer: Built) -> Mapping[str, Any]:
    """Torch has as many groups as channels for it."""
    settings = dict(layer.settings)
    channels = layer.inputs[0][-1]
    made = channels * settings.pop("depth_multiplier")
    return {"out_channels": made, "groups": channels, **settings}


depthwise_conv2d = Layer(
    "depthwise_conv2d",
    about="Slides kernels over the image, each over a single channel: channels are not mixed. "
    "In torch it is a Conv2d with as many groups as channels.",
    reference="https://keras.io/api/layers/convolution_layers/depthwise_convolution2d/",
    takes=VOLUME,
    does=Does.CONVOLVES,
    backward=Backward(Saved.PADDED),
    module=Module("Conv2d", in_torch, channels=True),
    declares="in_channels",
    elsewhere=(keras("DepthwiseConv2D"),),
    caffe=True,
    tensors=flat_kernels,
    example=Example({"kernel_size": 3, "padding": 1, "depth_multiplier": 2}),
    varied=("kernel_size", "padding", "stride"),
    sample={"m": 2, "c_out": 12},
    settings=(
        *windowed(AXES, "kernel_size", "stride", "padding"),
        DEPTH_MULTIPLIER,
        *windowed(AXES, "dilation", "bias", "padding_mode"),
    ),
)

attach_windows(depthwise_conv2d, SIDES)
channels = partial(depthwise_conv2d.formula, name="c_out", topic="sizes")
channels(when=one_for_one)(channel_for_channel)
c_out = channels(when=multiplies)(several_for_each)
c_out.mistake("depth_multiplier_forgotten", m=1, when=multiplies, says=MULTIPLIER_FORGOTTEN)


@depthwise_conv2d.formula(parts={"taps": each("k_{}", SIDES)})
def weights(taps, c_out):
    """Each of the c_out kernels lies in a single channel: it has one weight for each of its taps
    (positions).
    """
    return taps * c_out


depthwise_conv2d.mistake(instead_of=weights)(weights_through_all_channels)
weights.mistake(
    "depth_multiplier_forgotten", c_out="c_in", when=multiplies, says=MULTIPLIER_FORGOTTEN
)
weights.mistake("kernel_not_squared", k_w=1, says=KERNEL_NOT_SQUARED)
weights.mistake_around(places=each("{}_out", SIDES))(weights_not_shared)
attach_biases(depthwise_conv2d, grouped=False)
attach_parameters(depthwise_conv2d)
attach_activations(depthwise_conv2d)


@depthwise_conv2d.formula(parts={"taps": each("k_{}", SIDES), "places": each("{}_out", SIDES)})
def macs(taps, c_out, places):
    """Every output value is a sum of products, one for each tap of the kernel, in one channel."""
    return taps * c_out * places


depthwise_conv2d.mistake(instead_of=macs)(products_through_all_channels)
attach_matrix(depthwise_conv2d)
