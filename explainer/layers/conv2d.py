"""Convolution over height and width: torch.nn.Conv2d."""

from __future__ import annotations

from explainer.layers.convolution import (
    attach_kernels,
    convolution,
    in_groups,
    in_one_group,
)
from explainer.layers.counts import attach_activations, attach_parameters
from explainer.layers.layer import VOLUME
from explainer.layers.traits import Chain
from explainer.layers.windows import attach_windows

conv2d = convolution(
    "conv2d",
    "Slides kernels over the image; each reaches through all channels, unless grouped.",
    "Conv2d",
    VOLUME,
    ("h", "w"),
    Chain({"out_channels": 8, "kernel_size": 3, "stride": 1, "padding": 1}, begins=1),
    varied=("out_channels", "kernel_size", "padding", "stride"),
)
attach_windows(conv2d, ("H", "W"))


@conv2d.formula(when=in_one_group)
def weights(k_h, k_w, c_in, c_out, g=1):
    """Each of the c_out kernels has one weight per tap and input channel."""
    return k_h * k_w * (c_in / g) * c_out


@conv2d.formula(name="weights", when=in_groups)
def weights_in_groups(k_h, k_w, c_in, c_out, g):
    """Each of the c_out kernels has one weight per tap and input channel of its own group."""
    return k_h * k_w * (c_in / g) * c_out


@conv2d.mistake(instead_of="weights", when=in_one_group)
def input_depth_forgotten(k_h, k_w, c_out):
    """A kernel is not flat: it reaches through all input channels, and has weights for each."""
    return k_h * k_w * c_out


@conv2d.mistake(instead_of="weights")
def kernel_not_squared(k_h, c_in, c_out, g=1):
    """A kernel has two sides: its taps are height times width."""
    return k_h * (c_in / g) * c_out


@conv2d.mistake(instead_of="weights")
def groups_ignored(k_h, k_w, c_in, c_out):
    """With groups, a kernel sees only the input channels of its own group."""
    return k_h * k_w * c_in * c_out


@conv2d.mistake(instead_of="weights")
def weights_not_shared(k_h, k_w, c_in, c_out, H_out, W_out, g=1):
    """A convolution shares its weights: every position uses the same kernels."""
    return k_h * k_w * (c_in / g) * c_out * H_out * W_out


@conv2d.seldom.mistake(instead_of="weights", when=in_one_group)
def one_kernel_counted(k_h, k_w, c_in):
    """Every output channel has a kernel of its own: what one has is multiplied by c_out."""
    return k_h * k_w * c_in


attach_kernels(conv2d)
attach_parameters(conv2d)
attach_activations(conv2d)


@conv2d.mistake(instead_of="activations")
def depths_swapped(H_out, W_out, c_in):
    """The output is as deep as there are kernels, whatever the depth of the input is."""
    return H_out * W_out * c_in


@conv2d.formula(when=in_one_group)
def macs(k_h, k_w, c_in, c_out, H_out, W_out, g=1):
    """Every output value is a sum of one product per tap and input channel."""
    return k_h * k_w * (c_in / g) * c_out * H_out * W_out


@conv2d.formula(name="macs", when=in_groups)
def macs_in_groups(k_h, k_w, c_in, c_out, H_out, W_out, g):
    """Every output value is a sum of one product per tap and input channel of its group."""
    return k_h * k_w * (c_in / g) * c_out * H_out * W_out


@conv2d.formula()
def im2col(k_h, k_w, c_in, H_out, W_out):
    """Written out for a matrix product, every window is a column of all its taps and channels."""
    return k_h * k_w * c_in * H_out * W_out


@conv2d.mistake(instead_of="im2col")
def im2col_forgotten(H_in, W_in, c_in):
    """The matrix is not the image again: neighbouring windows overlap, and each is copied whole."""
    return H_in * W_in * c_in
