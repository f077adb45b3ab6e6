"""A volume seen as one row of features: torch.nn.Flatten."""

from __future__ import annotations

from explainer.layers.counts import every_value, has_axes
from explainer.layers.layer import ANYTHING, Keeps, Layer
from explainer.layers.libraries import keras
from explainer.layers.traits import Backward, Chain, Does, Module, Saved

flatten = Layer(
    "flatten",
    about="Lays the values of the volume in one row; no value is copied or changed.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.Flatten.html",
    takes=ANYTHING,
    does=Does.FLATTENS,
    backward=Backward(Saved.NOTHING, passes_on=lambda _: True),
    module=Module("Flatten"),
    elsewhere=(keras("Flatten"),),
    caffe=True,
    chain=Chain(begins=4),
    gives=lambda _: 1,
    keeps=lambda _: Keeps.NOTHING,
)


for rank in (3, 1, 2, 4):  # an image is told of first
    flatten.formula(
        name="n_out",
        when=has_axes(rank),
        says="The input is one row already."
        if rank == 1
        else "Every position of every channel becomes one feature.",
    )(every_value(rank, "in"))


@flatten.formula()
def activations():
    """The same values are only seen in another shape, so nothing new is stored."""
    return 0
