"""Batch normalisation of solids, channel by channel: torch.nn.BatchNorm3d."""

from __future__ import annotations

from explainer.layers.layer import SOLID
from explainer.layers.norm_over_batch import norm_over_batch

batch_norm3d = norm_over_batch(
    "batch_norm3d",
    "Brings each channel of a solid to mean 0 and variance 1 over the batch, "
    "then scales and shifts it.",
    "BatchNorm3d",
    SOLID,
)
