"""Convolution over height and width: torch.nn.Conv2d."""

from __future__ import annotations

from explainer.layers.convolution import convolution
from explainer.layers.kernels import Sentences, attach_kernels
from explainer.layers.layer import VOLUME
from explainer.layers.traits import Chain

conv2d = convolution(
    "conv2d",
    "Slides kernels over the image; each kernel reaches through all channels that it is given.",
    "Conv2d",
    VOLUME,
    ("h", "w"),
    Chain({"out_channels": 8, "kernel_size": 3, "stride": 1, "padding": 1}, begins=1),
)
SENTENCES = Sentences(
    input_depth_forgotten="A kernel is not flat: it reaches through all input channels, "
    "and has weights for each.",
    kernel_not_squared="A kernel has two sides: the number of its taps is height times width.",
    depths_swapped="The output has as many channels as there are kernels, whatever the depth of "
    "the input is.",
    im2col_forgotten="The matrix is no copy of the <image|input>: each window is written out in "
    "full, so "
    "a value that several windows read is there several times.",
)
attach_kernels(conv2d, ("H", "W"), SENTENCES)
