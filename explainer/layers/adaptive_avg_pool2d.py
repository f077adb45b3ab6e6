"""Average pooling to a given size: torch.nn.AdaptiveAvgPool2d."""

from __future__ import annotations

from explainer.layers.adaptive import adaptive_pool

adaptive_avg_pool2d = adaptive_pool(
    "adaptive_avg_pool2d",
    "Divides the image into as many windows as the output has places, and averages each.",
    "AdaptiveAvgPool2d",
)
