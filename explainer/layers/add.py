"""The sum of several branches, value by value: `x + y` in torch."""

from __future__ import annotations

from explainer.layers.branches import attach_branches
from explainer.layers.layer import ANYTHING, Layer
from explainer.layers.libraries import keras
from explainer.layers.traits import Backward, Does, Module, Saved

add = Layer(
    "add",
    about="Adds the values of its branches, each to each.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.add.html",
    takes=ANYTHING,
    does=Does.ADDS,
    backward=Backward(Saved.NOTHING),
    module=Module("Add"),
    elsewhere=(keras("Add"),),
    caffe=True,
    many=True,
)
attach_branches(add)
