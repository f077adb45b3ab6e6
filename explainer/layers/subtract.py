"""The difference of two branches, value by value: `x - y` in torch."""

from __future__ import annotations

from explainer.layers.branches import attach_branches, two_branches
from explainer.layers.layer import ANYTHING, Layer
from explainer.layers.libraries import keras
from explainer.layers.traits import Backward, Does, Module, Saved

subtract = Layer(
    "subtract",
    about="Takes the values of its second branch from those of the first, each from each.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.sub.html",
    takes=ANYTHING,
    does=Does.SUBTRACTS,
    backward=Backward(Saved.NOTHING),
    module=Module("Subtract"),
    elsewhere=(keras("Subtract"),),
    caffe=True,
    many=True,
)
subtract.check(two_branches)
attach_branches(subtract)
