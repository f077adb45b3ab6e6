"""The rectifier that stops at 6, min(max(0, x), 6) for each value: torch.nn.ReLU6."""

from __future__ import annotations

from explainer.layers.elementwise import elementwise
from explainer.layers.traits import Backward, Saved

relu6 = elementwise(
    "relu6",
    "Replaces every negative value by 0, and every value above 6 by 6.",
    "ReLU6",
    backward=Backward(Saved.INPUT, in_place=Saved.COPY),
    caffe=True,
)
