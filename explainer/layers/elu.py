"""The exponential linear unit, α·(eˣ − 1) below 0: torch.nn.ELU."""

from __future__ import annotations

from explainer.layers.elementwise import elementwise
from explainer.layers.libraries import keras
from explainer.layers.setting_types import Real
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Saved

elu = elementwise(
    "elu",
    "Bends negative values smoothly towards a smallest one.",
    "ELU",
    Setting("alpha", Real(), 1, about="How far below 0 the smallest value lies; it is not learnt."),
    backward=Backward(Saved.INPUT, in_place=Saved.OUTPUT, slope="alpha"),
    caffe=True,
    elsewhere=(keras("ELU"),),
)
