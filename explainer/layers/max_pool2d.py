"""Max pooling over height and width: torch.nn.MaxPool2d."""

from __future__ import annotations

from explainer.layers.pooling import max_pool
from explainer.layers.traits import Chain

max_pool2d = max_pool(
    "max_pool2d",
    "Takes the largest value of each window, channel by channel.",
    ("H", "W"),
    Chain({"kernel_size": 2, "stride": 2, "padding": 0}, begins=3),
)
