"""Convolution along a sequence: torch.nn.Conv1d."""

from __future__ import annotations

from explainer.layers.convolution import convolution
from explainer.layers.kernels import Sentences, attach_kernels
from explainer.layers.layer import SEQUENCE

SENTENCES = Sentences(
    input_depth_forgotten="A kernel is not a line: it reaches through all input channels, "
    "and has weights for each.",
    depths_swapped="The output has as many channels as there are kernels, whatever the depth "
    "of the input is.",
    im2col_forgotten="The matrix is no copy of the sequence: each window is written out in "
    "full, so a value that several windows read is there several times.",
)

conv1d = convolution(
    "conv1d",
    "Slides kernels along a sequence; each kernel reaches through all channels that it is given.",
    "Conv1d",
    SEQUENCE,
    ("l",),
)
attach_kernels(
    conv1d,
    ("L",),
    SENTENCES,
)
