"""Transposed convolution over depth, height and width: torch.nn.ConvTranspose3d."""

from __future__ import annotations

from explainer.layers.conv3d import SENTENCES
from explainer.layers.transposed_convolution import transposed_convolution

conv_transpose3d = transposed_convolution("conv_transpose3d", ("D", "H", "W"), SENTENCES)
