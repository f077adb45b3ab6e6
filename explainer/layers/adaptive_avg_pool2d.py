"""Average pooling to a given size: torch.nn.AdaptiveAvgPool2d."""

from __future__ import annotations

from explainer.layers.adaptive import adaptive_pool, unless_mean
from explainer.layers.traits import Backward

adaptive_avg_pool2d = adaptive_pool(
    "adaptive_avg_pool2d",
    "Lays as many windows over the image as the output has places, and averages each.",
    ("H", "W"),
    "AdaptiveAvgPool2d",
    Backward(unless_mean),
)
