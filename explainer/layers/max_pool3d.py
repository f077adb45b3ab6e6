"""Max pooling over depth, height and width: torch.nn.MaxPool3d."""

from __future__ import annotations

from explainer.layers.pooling import max_pool

max_pool3d = max_pool(
    "max_pool3d",
    "Takes the largest value of each window of a solid, channel by channel.",
    ("D", "H", "W"),
)
