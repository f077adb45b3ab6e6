"""Transposed convolution of a sequence: torch.nn.ConvTranspose1d."""

from __future__ import annotations

from explainer.layers.conv1d import SENTENCES
from explainer.layers.transposed_convolution import transposed_convolution

conv_transpose1d = transposed_convolution("conv_transpose1d", ("L",), SENTENCES)
