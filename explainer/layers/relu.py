"""The rectifier, max(0, x) for each value: torch.nn.ReLU."""

from __future__ import annotations

from explainer.layers.elementwise import elementwise
from explainer.layers.libraries import keras
from explainer.layers.traits import Backward, Chain, Saved

relu = elementwise(
    "relu",
    "Replaces every negative value by 0.",
    "ReLU",
    backward=Backward(Saved.OUTPUT, in_place=Saved.OUTPUT, as_value=True),
    caffe=True,
    elsewhere=(keras("ReLU"),),
    chain=Chain(begins=2),
)
