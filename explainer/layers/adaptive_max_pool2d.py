"""Max pooling to a given size: torch.nn.AdaptiveMaxPool2d."""

from __future__ import annotations

from explainer.layers.adaptive import adaptive_pool

adaptive_max_pool2d = adaptive_pool(
    "adaptive_max_pool2d",
    "Divides the image into as many windows as the output has places, and takes each maximum.",
    "AdaptiveMaxPool2d",
)
