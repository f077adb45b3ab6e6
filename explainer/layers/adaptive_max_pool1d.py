"""Max pooling of sequences to a given size: torch.nn.AdaptiveMaxPool1d."""

from __future__ import annotations

from explainer.layers.adaptive import adaptive_pool
from explainer.layers.pooling import of_largest

adaptive_max_pool1d = adaptive_pool(
    "adaptive_max_pool1d",
    "Lays as many windows over the sequence as the output has places, and takes each maximum.",
    ("L",),
    "AdaptiveMaxPool1d",
    of_largest(1),
)
