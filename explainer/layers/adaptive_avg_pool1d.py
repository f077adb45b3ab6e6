"""Average pooling of sequences to a given size: torch.nn.AdaptiveAvgPool1d."""

from __future__ import annotations

from explainer.layers.adaptive import adaptive_pool, unless_mean
from explainer.layers.traits import Backward

adaptive_avg_pool1d = adaptive_pool(
    "adaptive_avg_pool1d",
    "Lays as many windows over the sequence as the output has places, and averages each.",
    ("L",),
    "AdaptiveAvgPool1d",
    Backward(unless_mean),
)
