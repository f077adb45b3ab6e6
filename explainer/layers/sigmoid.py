"""The sigmoid, 1 / (1 + e⁻ˣ) for each value: torch.nn.Sigmoid."""

from __future__ import annotations

from explainer.layers.elementwise import elementwise
from explainer.layers.traits import Backward, Saved

sigmoid = elementwise(
    "sigmoid",
    "Squeezes each value into the range from 0 to 1.",
    "Sigmoid",
    backward=Backward(Saved.OUTPUT),
    caffe=True,
    in_torch=False,
)
