"""Normalisation over neighbouring channels, as in AlexNet's paper: torch.nn.LocalResponseNorm."""

from __future__ import annotations

from fractions import Fraction

from explainer.layers.counts import attach_activations
from explainer.layers.layer import SEQUENCE, SOLID, VOLUME, Layer
from explainer.layers.setting_types import Count, Real
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Does, Example, Module, Saved

local_response_norm = Layer(
    "local_response_norm",
    about="Divides each value by what its neighbouring channels hold at the same place.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.LocalResponseNorm.html",
    takes=(*SEQUENCE, *VOLUME, *SOLID),
    does=Does.COMPARES,
    backward=Backward(Saved.INPUT),
    module=Module("LocalResponseNorm"),
    caffe=True,
    example=Example({"size": 5}),
    settings=(
        Setting("size", Count(), about="How many neighbouring channels are looked at."),
        Setting("alpha", Real(), Fraction(1, 10_000), about="How much the neighbours count."),
        Setting("beta", Real(), Fraction(3, 4), about="The power that their sum is raised to."),
        Setting("k", Real(), 1, about="What is added so that the division does not fail."),
    ),
)


@local_response_norm.formula()
def weights():
    """The settings size, alpha, beta and k are chosen by hand, so there is nothing to learn."""
    return 0


@local_response_norm.mistake(instead_of=weights)
def norm_given_scales(c_in):
    """This normalisation learns no scales; its alpha, beta and k are set once for the whole
    layer.
    """
    return c_in


attach_activations(local_response_norm)
