"""Convolution over depth, height and width: torch.nn.Conv3d."""

from __future__ import annotations

from explainer.layers.convolution import (
    attach_kernels,
    convolution,
    in_groups,
    in_one_group,
)
from explainer.layers.counts import attach_activations, attach_parameters
from explainer.layers.layer import SOLID
from explainer.layers.windows import attach_windows

conv3d = convolution(
    "conv3d",
    "Slides kernels through a solid; each reaches through all channels, unless grouped.",
    "Conv3d",
    SOLID,
    ("d", "h", "w"),
)
attach_windows(conv3d, ("D", "H", "W"))


@conv3d.formula(when=in_one_group)
def weights(k_d, k_h, k_w, c_in, c_out, g=1):
    """Each of the c_out kernels has one weight per tap and input channel."""
    return k_d * k_h * k_w * (c_in / g) * c_out


@conv3d.formula(name="weights", when=in_groups)
def weights_in_groups(k_d, k_h, k_w, c_in, c_out, g):
    """Each of the c_out kernels has one weight per tap and input channel of its own group."""
    return k_d * k_h * k_w * (c_in / g) * c_out


@conv3d.mistake(instead_of="weights", when=in_one_group)
def input_depth_forgotten(k_d, k_h, k_w, c_out):
    """A third side is no stand-in for the channels: a kernel has weights for each of those too."""
    return k_d * k_h * k_w * c_out


@conv3d.mistake(instead_of="weights")
def kernel_not_squared(k_h, k_w, c_in, c_out, g=1):
    """A kernel has three sides: its taps are depth times height times width."""
    return k_h * k_w * (c_in / g) * c_out


@conv3d.mistake(instead_of="weights")
def groups_ignored(k_d, k_h, k_w, c_in, c_out):
    """With groups, a kernel sees only the input channels of its own group."""
    return k_d * k_h * k_w * c_in * c_out


@conv3d.mistake(instead_of="weights")
def weights_not_shared(k_d, k_h, k_w, c_in, c_out, D_out, H_out, W_out, g=1):
    """A convolution shares its weights: every position uses the same kernels."""
    return k_d * k_h * k_w * (c_in / g) * c_out * D_out * H_out * W_out


@conv3d.seldom.mistake(instead_of="weights", when=in_one_group)
def one_kernel_counted(k_d, k_h, k_w, c_in):
    """Every output channel has a kernel of its own: what one has is multiplied by c_out."""
    return k_d * k_h * k_w * c_in


attach_kernels(conv3d)
attach_parameters(conv3d)
attach_activations(conv3d)


@conv3d.mistake(instead_of="activations")
def depths_swapped(D_out, H_out, W_out, c_in):
    """The output has as many channels as there are kernels, whatever the input has."""
    return D_out * H_out * W_out * c_in


@conv3d.formula(when=in_one_group)
def macs(k_d, k_h, k_w, c_in, c_out, D_out, H_out, W_out, g=1):
    """Every output value is a sum of one product per tap and input channel."""
    return k_d * k_h * k_w * (c_in / g) * c_out * D_out * H_out * W_out


@conv3d.formula(name="macs", when=in_groups)
def macs_in_groups(k_d, k_h, k_w, c_in, c_out, D_out, H_out, W_out, g):
    """Every output value is a sum of one product per tap and input channel of its group."""
    return k_d * k_h * k_w * (c_in / g) * c_out * D_out * H_out * W_out


@conv3d.formula()
def im2col(k_d, k_h, k_w, c_in, D_out, H_out, W_out):
    """Written out for a matrix product, every window is a column of all its taps and channels."""
    return k_d * k_h * k_w * c_in * D_out * H_out * W_out


@conv3d.mistake(instead_of="im2col")
def im2col_forgotten(D_in, H_in, W_in, c_in):
    """The matrix is not the solid again: windows overlap, and each is copied whole."""
    return D_in * H_in * W_in * c_in
