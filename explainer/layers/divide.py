"""The quotient of two branches, value by value: `x / y` in torch."""

from __future__ import annotations

from explainer.layers.branches import attach_branches, two_branches
from explainer.layers.layer import ANYTHING, Layer
from explainer.layers.traits import Backward, Does, Module, Saved

divide = Layer(
    "divide",
    about="Divides the values of its first branch by those of the second, each by each.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.div.html",
    takes=ANYTHING,
    does=Does.DIVIDES,
    backward=Backward(Saved.DIVISOR),
    module=Module("Divide"),
    caffe=False,
    many=True,
)
divide.check(two_branches)
attach_branches(divide)
