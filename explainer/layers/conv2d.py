"""Convolution over height and width: torch.nn.Conv2d."""

from __future__ import annotations

from explainer.layers.convolution import convolution_settings
from explainer.layers.kernels import Sentences, attach_kernels
from explainer.layers.layer import VOLUME, Layer

conv2d = Layer(
    "conv2d",
    about="Slides kernels over the image; each reaches through all channels, unless grouped.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html",
    takes=VOLUME,
    settings=convolution_settings(("h", "w")),
)
SENTENCES = Sentences(
    input_depth_forgotten="A kernel is not flat: it reaches through all input channels, "
    "and has weights for each.",
    kernel_not_squared="A kernel has two sides: its taps are height times width.",
    depths_swapped="The output is as deep as there are kernels, "
    "whatever the depth of the input is.",
    im2col_forgotten="The matrix is not the image again: neighbouring windows overlap, "
    "and each is copied whole.",
)
attach_kernels(conv2d, ("H", "W"), SENTENCES)
