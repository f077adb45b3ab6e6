"""The rectifier made smooth, ln(1 + eˣ): torch.nn.Softplus."""

from __future__ import annotations

from fractions import Fraction

from explainer.layers.elementwise import elementwise
from explainer.layers.setting_types import Real
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Saved

softplus = elementwise(
    "softplus",
    "Gives a smooth curve that is above 0 everywhere and follows large values.",
    "Softplus",
    Setting("beta", Real(above=Fraction(0)), 1, about="How sharply the curve bends at 0."),
    Setting("threshold", Real(), 20,
            about="From which product of beta and value on the value is given as it is."),
    backward=Backward(Saved.INPUT),
    caffe=False,
    in_torch=False,
)  # fmt: skip
