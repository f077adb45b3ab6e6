"""The sigmoid linear unit, also called swish, x·σ(x): torch.nn.SiLU."""

from __future__ import annotations

from explainer.layers.elementwise import elementwise
from explainer.layers.libraries import word
from explainer.layers.traits import Backward, Saved

silu = elementwise(
    "silu",
    "Weighs each value by its own sigmoid.",
    "SiLU",
    backward=Backward(Saved.INPUT, in_place=Saved.COPY),
    caffe=True,
    elsewhere=(word("swish"),),
)
