"""A learnt factor for each channel: what ConvNeXt and CaiT call layer scale."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from explainer.layers.counts import attach_activations, parameters_without_biases
from explainer.layers.layer import ANYTHING, Layer
from explainer.layers.operations import Gradient, Operation, Running
from explainer.layers.setting_types import Real
from explainer.layers.settings import Setting
from explainer.layers.tensors import factors
from explainer.layers.traits import Backward, Built, Does, Module


def operations(_: Built, __: Running) -> tuple[Operation, ...]:
    """A product: the input is kept for the factors' gradient, the factors for the input's."""
    return (Operation("mul", product=True, learns=(0,), gradient=Gradient.SPREAD),)


def with_axes(layer: Built) -> Mapping[str, Any]:
    """The factors need an axis for each that the input has."""
    return {**layer.settings, "axes": len(layer.inputs[0])}


layer_scale = Layer(
    "layer_scale",
    about="Multiplies each channel by a factor that is learnt.",
    reference="https://arxiv.org/abs/2103.17239",
    takes=ANYTHING,
    does=Does.SCALES,
    backward=Backward(operations=operations),
    module=Module("LayerScale", with_axes, channels=True),
    declares="channels",
    caffe=False,
    tensors=factors,
    sample={"weights": 16},
    settings=(
        Setting("init_values", Real(), Fraction(1, 1_000_000),
                about="The factor that training starts from."),
    ),
)  # fmt: skip


@layer_scale.formula(when=lambda s: s.rank > 1)
def weights(c_in):
    """Each channel has one learnt factor, the same at every position."""
    return c_in


@layer_scale.formula(name="weights", when=lambda s: s.rank == 1)
def weights_of_features(n_in):
    """Each feature has one learnt factor."""
    return n_in


parameters = layer_scale.formula(name="parameters")(parameters_without_biases)
parameters.mistake(
    "factors_forgotten",
    weights=0,
    says="The factors are learnt: they are trained and stored like any weight.",
)


@layer_scale.mistake(instead_of=weights, when=lambda s: s.rank == 3)
def factor_for_each_place(c_in, H_in, W_in):
    """All positions of a channel share its factor."""
    return H_in * W_in * c_in


attach_activations(layer_scale)
