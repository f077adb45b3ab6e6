"""The rectifier made smooth, x·tanh(ln(1 + eˣ)): torch.nn.Mish."""

from __future__ import annotations

from explainer.layers.elementwise import elementwise
from explainer.layers.traits import Backward, Saved

mish = elementwise(
    "mish",
    "Weighs each value by the tanh of its own softplus.",
    "Mish",
    backward=Backward(Saved.INPUT, in_place=Saved.COPY),
    caffe=False,
)
