"""Max pooling along a sequence: torch.nn.MaxPool1d."""

from __future__ import annotations

from explainer.layers.pooling import max_pool

max_pool1d = max_pool(
    "max_pool1d",
    "Takes the largest value of each window of a sequence, channel by channel.",
    ("L",),
)
