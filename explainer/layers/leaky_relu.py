"""The rectifier with a small slope below 0: torch.nn.LeakyReLU."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from explainer.layers.elementwise import elementwise
from explainer.layers.libraries import keras
from explainer.layers.setting_types import Real
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Saved

leaky_relu = elementwise(
    "leaky_relu",
    "Multiplies every negative value by a small fixed slope.",
    "LeakyReLU",
    Setting("negative_slope", Real(), Fraction(1, 100), aliases=("alpha",),
            about="The slope below 0; it is fixed, not learnt."),
    backward=Backward(
        Saved.INPUT, in_place=Saved.OUTPUT, slope="negative_slope", as_value=True
    ),
    caffe=True,
    elsewhere=(keras("LeakyReLU", negative_slope=Decimal("0.3")),),
)  # fmt: skip
