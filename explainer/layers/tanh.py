"""The hyperbolic tangent of each value: torch.nn.Tanh."""

from __future__ import annotations

from explainer.layers.elementwise import elementwise
from explainer.layers.traits import Backward, Chain, Saved

tanh = elementwise(
    "tanh",
    "Squeezes each value into the range from −1 to 1.",
    "Tanh",
    backward=Backward(Saved.OUTPUT),
    caffe=True,
    in_torch=False,
    chain=Chain(),
)
