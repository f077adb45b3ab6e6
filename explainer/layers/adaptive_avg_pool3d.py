"""Average pooling of solids to a given size: torch.nn.AdaptiveAvgPool3d."""

from __future__ import annotations

from explainer.layers.adaptive import adaptive_pool, unless_mean
from explainer.layers.traits import Backward

adaptive_avg_pool3d = adaptive_pool(
    "adaptive_avg_pool3d",
    "Lays as many windows over the solid as the output has places, and averages each.",
    ("D", "H", "W"),
    "AdaptiveAvgPool3d",
    Backward(unless_mean),
)
