"""Convolution along a sequence: torch.nn.Conv1d."""

from __future__ import annotations

from explainer.layers.convolution import (
    attach_kernels,
    convolution,
    in_groups,
    in_one_group,
)
from explainer.layers.counts import attach_activations, attach_parameters
from explainer.layers.layer import SEQUENCE
from explainer.layers.windows import attach_windows

conv1d = convolution(
    "conv1d",
    "Slides kernels along a sequence; each reaches through all channels, unless grouped.",
    "Conv1d",
    SEQUENCE,
    ("l",),
)
attach_windows(conv1d, ("L",))


@conv1d.formula(when=in_one_group)
def weights(k_l, c_in, c_out, g=1):
    """Each of the c_out kernels has one weight per tap and input channel."""
    return k_l * (c_in / g) * c_out


@conv1d.formula(name="weights", when=in_groups)
def weights_in_groups(k_l, c_in, c_out, g):
    """Each of the c_out kernels has one weight per tap and input channel of its own group."""
    return k_l * (c_in / g) * c_out


@conv1d.mistake(instead_of="weights", when=in_one_group)
def input_depth_forgotten(k_l, c_out):
    """A kernel is not a line: it reaches through all input channels, and has weights for each."""
    return k_l * c_out


@conv1d.mistake(instead_of="weights")
def groups_ignored(k_l, c_in, c_out):
    """With groups, a kernel sees only the input channels of its own group."""
    return k_l * c_in * c_out


@conv1d.mistake(instead_of="weights")
def weights_not_shared(k_l, c_in, c_out, L_out, g=1):
    """A convolution shares its weights: every position uses the same kernels."""
    return k_l * (c_in / g) * c_out * L_out


@conv1d.seldom.mistake(instead_of="weights", when=in_one_group)
def one_kernel_counted(k_l, c_in):
    """Every output channel has a kernel of its own: what one has is multiplied by c_out."""
    return k_l * c_in


attach_kernels(conv1d)
attach_parameters(conv1d)
attach_activations(conv1d)


@conv1d.mistake(instead_of="activations")
def depths_swapped(L_out, c_in):
    """The output has as many channels as there are kernels, whatever the input has."""
    return L_out * c_in


@conv1d.formula(when=in_one_group)
def macs(k_l, c_in, c_out, L_out, g=1):
    """Every output value is a sum of one product per tap and input channel."""
    return k_l * (c_in / g) * c_out * L_out


@conv1d.formula(name="macs", when=in_groups)
def macs_in_groups(k_l, c_in, c_out, L_out, g):
    """Every output value is a sum of one product per tap and input channel of its group."""
    return k_l * (c_in / g) * c_out * L_out


@conv1d.formula()
def im2col(k_l, c_in, L_out):
    """Written out for a matrix product, every window is a column of all its taps and channels."""
    return k_l * c_in * L_out


@conv1d.mistake(instead_of="im2col")
def im2col_forgotten(L_in, c_in):
    """The matrix is not the sequence again: windows overlap, and each is copied whole."""
    return L_in * c_in
