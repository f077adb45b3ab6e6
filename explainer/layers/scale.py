"""A product with a constant, or with factors that are learnt: `x * 0.5` in torch."""

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
    """A product: with a constant nothing is kept, since only the values have a gradient."""
    if not learns(layer):
        return (Operation("mul"),)
    return (Operation("mul", product=True, learns=(0,), gradient=Gradient.SPREAD),)


scale = Layer(
    "scale",
    about="Multiplies every value by a constant, or by factors that are learnt.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.mul.html",
    takes=ANYTHING,
    does=Does.STRETCHES,
    backward=Backward(operations=operations),
    module=Module("Scale", shape_of_learnt),
    caffe=True,
    tensors=tensors,
    example=Example({"factor": 0.5}),
    settings=(
        Setting("factor", Real(), 1,
                about="The constant; or what factors begin with that are learnt."),
        learnt_setting("What is learnt: `one` factor for all, one for each of the `channels`, or "
                       "one for each of an image's `values`; without it nothing is."),
    ),
)  # fmt: skip
attach_learnt(scale)
