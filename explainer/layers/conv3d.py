"""Convolution over depth, height and width: torch.nn.Conv3d."""

from __future__ import annotations

from explainer.layers.convolution import convolution
from explainer.layers.kernels import Sentences, attach_kernels
from explainer.layers.layer import SOLID

conv3d = convolution(
    "conv3d",
    "Slides kernels through a solid; each reaches through all channels, unless grouped.",
    "Conv3d",
    SOLID,
    ("d", "h", "w"),
)
attach_kernels(
    conv3d,
    ("D", "H", "W"),
    Sentences(
        input_depth_forgotten="A third side is no stand-in for the channels: "
        "a kernel has weights for each of those too.",
        kernel_not_squared="A kernel has three sides: its taps are depth times height times width.",
        depths_swapped="The output has as many channels as there are kernels, "
        "whatever the input has.",
        im2col_forgotten="The matrix is not the solid again: each window is copied whole, "
        "and what several windows read is there several times.",
    ),
)
