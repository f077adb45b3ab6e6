"""Random zeros while training: torch.nn.Dropout."""

from __future__ import annotations

from fractions import Fraction

from explainer.layers.elementwise import elementwise
from explainer.layers.libraries import keras
from explainer.layers.setting_types import Real
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Chain, Does, Saved

dropout = elementwise(
    "dropout",
    "Sets a random share of the values to 0 while training, and does nothing afterwards.",
    "Dropout",
    Setting("p", Real(Fraction(0), Fraction(1)), Fraction(1, 2), aliases=("rate",),
            about="The share of the values that is set to 0."),
    does=Does.DROPS,
    backward=Backward(Saved.NOTHING, passes_on=lambda layer: layer.settings["p"] == 0),
    caffe=True,
    elsewhere=(keras("Dropout"),),
    chain=Chain(),
)  # fmt: skip
