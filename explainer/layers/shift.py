"""A sum with a constant, or with terms that are learnt: `x + 0.5` in torch."""

from __future__ import annotations

from explainer.layers.layer import ANYTHING, Layer
from explainer.layers.learnt import (
    attach_learnt,
    learns,
    learnt_setting,
    shape_of_learnt,
    tensors,
)
from explainer.layers.operations import Gradient, Operation, Running
from explainer.layers.setting_types import Real
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Built, Does, Example, Module


def operations(layer: Built, _: Running) -> tuple[Operation, ...]:
    """A sum, for which nothing is kept: its gradient is that of the values and of the terms."""
    if not learns(layer):
        return (Operation("add", gradient=Gradient.PASSED_ON),)
    return (Operation("add", learns=(0,), gradient=Gradient.SHARED),)


shift = Layer(
    "shift",
    about="Adds a constant to every value, or terms that are learnt.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.add.html",
    takes=ANYTHING,
    does=Does.SHIFTS,
    backward=Backward(operations=operations),
    module=Module("Shift", shape_of_learnt),
    caffe=True,
    tensors=tensors,
    example=Example({"amount": 0.5}),
    settings=(
        Setting("amount", Real(), 0,
                about="The constant; or what terms begin with that are learnt."),
        learnt_setting("What is learnt: `one` term for all, one for each of the `channels`, or "
                       "one for each of an image's `values`; without it nothing is."),
    ),
)  # fmt: skip
attach_learnt(shift)
