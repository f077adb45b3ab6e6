"""The product of several branches, value by value: `x * y` in torch."""

from __future__ import annotations

from explainer.layers.branches import attach_branches
from explainer.layers.layer import ANYTHING, Layer
from explainer.layers.libraries import keras
from explainer.layers.traits import Backward, Does, Module, Saved

multiply = Layer(
    "multiply",
    about="Multiplies the values of its branches, each by each.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.mul.html",
    takes=ANYTHING,
    does=Does.MULTIPLIES,
    backward=Backward(Saved.FACTORS),
    module=Module("Multiply"),
    elsewhere=(keras("Multiply"),),
    caffe=True,
    many=True,
)
attach_branches(multiply)
