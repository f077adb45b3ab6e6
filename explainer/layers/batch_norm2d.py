"""Batch normalisation of images, channel by channel: torch.nn.BatchNorm2d."""

from __future__ import annotations

from explainer.layers.layer import VOLUME
from explainer.layers.norm_over_batch import norm_over_batch
from explainer.layers.traits import Chain

batch_norm2d = norm_over_batch(
    "batch_norm2d",
    "Brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it.",
    "BatchNorm2d",
    VOLUME,
    Chain(),
)
