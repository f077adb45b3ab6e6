"""Batch normalisation of features, or of the channels of sequences: torch.nn.BatchNorm1d."""

from __future__ import annotations

from explainer.layers.layer import FEATURES, SEQUENCE
from explainer.layers.norm_over_batch import norm_over_batch

batch_norm1d = norm_over_batch(
    "batch_norm1d",
    "Brings each feature, or each channel of a sequence, to mean 0 and variance 1 over the batch.",
    "BatchNorm1d",
    (*FEATURES, *SEQUENCE),
)
