"""Average pooling over height and width: torch.nn.AvgPool2d."""

from __future__ import annotations

from explainer.layers.pooling import avg_pool
from explainer.layers.traits import Chain

avg_pool2d = avg_pool(
    "avg_pool2d",
    "Takes the average of each window, channel by channel.",
    ("H", "W"),
    Chain({"kernel_size": 2, "stride": 2, "padding": 0}),
)
