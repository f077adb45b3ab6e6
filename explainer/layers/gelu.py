"""The Gaussian error linear unit, x·Φ(x): torch.nn.GELU."""

from __future__ import annotations

from explainer.layers.elementwise import elementwise
from explainer.layers.setting_types import Choice
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Saved

gelu = elementwise(
    "gelu",
    "Weighs each value by the share of a normal distribution that lies below it.",
    "GELU",
    Setting("approximate", Choice(("none", "tanh")), "none",
            about="Whether the share is worked out exactly or by way of tanh."),
    backward=Backward(Saved.INPUT),
    caffe=False,
    in_torch=False,
)  # fmt: skip
