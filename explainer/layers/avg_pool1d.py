"""Average pooling along a sequence: torch.nn.AvgPool1d."""

from __future__ import annotations

from explainer.layers.pooling import avg_pool

avg_pool1d = avg_pool(
    "avg_pool1d",
    "Takes the average of each window of a sequence, channel by channel.",
    ("L",),
)
