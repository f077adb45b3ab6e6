"""Max pooling of solids to a given size: torch.nn.AdaptiveMaxPool3d."""

from __future__ import annotations

from explainer.layers.adaptive import adaptive_pool
from explainer.layers.pooling import of_largest

adaptive_max_pool3d = adaptive_pool(
    "adaptive_max_pool3d",
    "Lays as many windows over the solid as the output has places, and takes each maximum.",
    ("D", "H", "W"),
    "AdaptiveMaxPool3d",
    of_largest(3),
)
