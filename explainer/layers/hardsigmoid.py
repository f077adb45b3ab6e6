"""The sigmoid made of straight lines, min(max(0, x + 3), 6) / 6: torch.nn.Hardsigmoid."""

from __future__ import annotations

from explainer.layers.elementwise import elementwise
from explainer.layers.libraries import word
from explainer.layers.traits import Backward, Saved

hardsigmoid = elementwise(
    "hardsigmoid",
    "Squeezes each value into the range from 0 to 1, along straight lines.",
    "Hardsigmoid",
    backward=Backward(Saved.INPUT, in_place=Saved.COPY),
    caffe=False,
    elsewhere=(word("hard_sigmoid"),),
)
