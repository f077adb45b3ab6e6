"""Max pooling to a given size: torch.nn.AdaptiveMaxPool2d."""

from __future__ import annotations

from explainer.layers.adaptive import adaptive_pool
from explainer.layers.pooling import of_largest

adaptive_max_pool2d = adaptive_pool(
    "adaptive_max_pool2d",
    "Lays as many windows over the image as the output has places, and takes each maximum.",
    ("H", "W"),
    "AdaptiveMaxPool2d",
    of_largest(2),
)
