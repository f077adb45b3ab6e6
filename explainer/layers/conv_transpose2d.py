"""Transposed convolution over height and width: torch.nn.ConvTranspose2d."""

from __future__ import annotations

from explainer.layers.conv2d import SENTENCES
from explainer.layers.transposed_convolution import transposed_convolution

conv_transpose2d = transposed_convolution("conv_transpose2d", ("H", "W"), SENTENCES)
