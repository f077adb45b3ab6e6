"""A volume seen as one row of features: torch.nn.Flatten."""

from __future__ import annotations

from explainer.layers.layer import ANYTHING, Keeps, Layer
from explainer.layers.traits import Backward, Chain, Does, Module, Saved

flatten = Layer(
    "flatten",
    about="Lays the values of the volume in one row; no value is copied or changed.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.Flatten.html",
    takes=ANYTHING,
    does=Does.FLATTENS,
    backward=Backward(Saved.NOTHING, passes_on=lambda _: True),
    module=Module("Flatten"),
    caffe=True,
    chain=Chain(begins=4),
    gives=lambda _: 1,
    keeps=lambda _: Keeps.NOTHING,
)


@flatten.formula(when=lambda s: s.rank == 3)
def n_out(H_in, W_in, c_in):
    """Every position of every channel becomes one feature."""
    return H_in * W_in * c_in


@flatten.formula(name="n_out", when=lambda s: s.rank == 1)
def n_out_of_features(n_in):
    """The input is one row already."""
    return n_in


@flatten.formula(name="n_out", when=lambda s: s.rank == 2)
def n_out_of_sequence(L_in, c_in):
    """Every position of every channel becomes one feature."""
    return L_in * c_in


@flatten.formula(name="n_out", when=lambda s: s.rank == 4)
def n_out_of_solid(D_in, H_in, W_in, c_in):
    """Every position of every channel becomes one feature."""
    return D_in * H_in * W_in * c_in


@flatten.formula()
def activations():
    """The same values are only seen in another shape, so nothing new is stored."""
    return 0
