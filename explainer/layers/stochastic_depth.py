"""Whole images left out at random while training: torchvision.ops.StochasticDepth."""

from __future__ import annotations

from fractions import Fraction

from explainer.layers.beside import tensor_beside
from explainer.layers.counts import attach_activations
from explainer.layers.elementwise import in_place, keeps_by_inplace
from explainer.layers.layer import ANYTHING, Layer
from explainer.layers.operations import INPUT, Gradient, Operation, Running
from explainer.layers.setting_types import Choice, Real
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Built, Does, Example, Module, without


def noise_of_images(b, batch=1):
    """One factor is drawn for each <image|example>: 0, or what makes up for the <images|examples>
    left out.
    """
    return b * batch


def noise_of_batch(b):
    """One factor is drawn for the whole batch: 0, or what makes up for the batches left out."""
    return b


OF_IMAGES, OF_BATCH = (
    tensor_beside("noise", noise_of_images),
    tensor_beside("noise", noise_of_batch),
)


def does_nothing(layer: Built) -> bool:
    """With p = 0 nothing is left out."""
    return bool(layer.settings["p"] == 0)


def operations(layer: Built, run: Running) -> tuple[Operation, ...]:
    """The factors are drawn, and the values multiplied by them; nothing in inference."""
    if not run.training or does_nothing(layer):
        return ()
    law = OF_IMAGES if layer.settings["mode"] == "row" else OF_BATCH
    return (
        Operation("empty", takes=(), makes="noise", law=law),
        Operation("mul", takes=(INPUT, "noise"), product=True, gradient=Gradient.SPREAD),
    )


stochastic_depth = Layer(
    "stochastic_depth",
    about="Sets all values of some <images|examples> to 0 while training, so that the branch is "
    "left out.",
    reference="https://docs.pytorch.org/vision/stable/generated/torchvision.ops.StochasticDepth.html",
    takes=ANYTHING,
    does=Does.DROPS,
    backward=Backward(operations=operations, passes_on=does_nothing),
    module=Module("StochasticDepth", without("inplace")),
    caffe=False,
    example=Example({"p": 0.2}),
    settings=(
        Setting("p", Real(Fraction(0), Fraction(1)), aliases=("drop_rate",),
                about="The share of the <images|examples> that are left out."),
        Setting("mode", Choice(("row", "batch")), "row",
                about="Whether each <image|example> is drawn for, or the batch as a whole."),
        in_place("torchvision.ops.StochasticDepth", in_torch=False),
    ),
    keeps=keeps_by_inplace,
)  # fmt: skip
attach_activations(stochastic_depth)
