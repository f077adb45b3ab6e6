"""Convolution over depth, height and width: torch.nn.Conv3d."""

from __future__ import annotations

from explainer.layers.convolution import convolution
from explainer.layers.kernels import Sentences, attach_kernels
from explainer.layers.layer import SOLID

SENTENCES = Sentences(
    input_depth_forgotten="The third side of a kernel does not replace the channels: it has "
    "weights for each channel, too.",
    kernel_not_squared="A kernel has three sides: the number of its taps is depth times "
    "height times width.",
    depths_swapped="The output has as many channels as there are kernels, whatever the depth "
    "of the input is.",
    im2col_forgotten="The matrix is no copy of the solid: each window is written out in full, "
    "so a value that several windows read is there several times.",
)

conv3d = convolution(
    "conv3d",
    "Slides kernels through a solid; each kernel reaches through all channels that it is given.",
    "Conv3d",
    SOLID,
    ("d", "h", "w"),
)
attach_kernels(
    conv3d,
    ("D", "H", "W"),
    SENTENCES,
)
