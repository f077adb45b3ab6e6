"""Swish made of straight lines, x·min(max(0, x + 3), 6) / 6: torch.nn.Hardswish."""

from __future__ import annotations

from explainer.layers.elementwise import elementwise
from explainer.layers.libraries import word
from explainer.layers.traits import Backward, Saved

hardswish = elementwise(
    "hardswish",
    "Weighs each value by its own hard sigmoid.",
    "Hardswish",
    backward=Backward(Saved.INPUT, in_place=Saved.COPY),
    caffe=False,
    elsewhere=(word("hard_swish"), word("hard_silu")),
)
