"""Division by the root of the mean square: torch.nn.RMSNorm."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from explainer.layers.beside import tensor_beside
from explainer.layers.counts import attach_activations, parameters_without_biases
from explainer.layers.layer import ANYTHING, Layer
from explainer.layers.libraries import keras
from explainer.layers.norm_of_shape import (
    ELEMENTWISE_AFFINE,
    NORMALIZED_SHAPE,
    attach_scales,
    learns,
    one_for_each_image,
    one_for_each_place,
    over_places,
)
from explainer.layers.setting_types import Optional, Real
from explainer.layers.settings import Setting
from explainer.layers.tensors import like_normalized_shape
from explainer.layers.traits import Backward, Built, Does, Example, Module, Saved
from explainer.maths import Formula

OF_IMAGES, OF_PLACES = (
    (tensor_beside("mean_square", values), tensor_beside("inverse_root", values))
    for values in (one_for_each_image, one_for_each_place)
)


def roots_of(layer: Built) -> tuple[Formula, ...]:
    """The mean square and its inverse root, of each image or of each of its positions."""
    return OF_PLACES if over_places(layer) else OF_IMAGES


rms_norm = Layer(
    "rms_norm",
    about="Divides the values of each <image|example>, or of each of its positions, "
    "by the root of their mean square, then scales them.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.RMSNorm.html",
    takes=ANYTHING,
    does=Does.DIVIDES_BY_ROOT,
    backward=Backward(Saved.INPUT, makes=roots_of, moves=over_places),
    module=Module(lambda layer: "ChannelRootNorm" if over_places(layer) else "RMSNorm"),
    elsewhere=(keras("RMSNormalization", eps=Decimal("0.000001")),),
    caffe=False,
    tensors=like_normalized_shape,
    example=Example({"normalized_shape": 6}),
    sample={"weights": 16},
    settings=(
        NORMALIZED_SHAPE,
        Setting("eps", Optional(Real(Fraction(0))), None, aliases=("epsilon",),
                about="A small number that keeps the division from failing; "
                "null takes the type's own."),
        ELEMENTWISE_AFFINE,
    ),
)  # fmt: skip
attach_scales(rms_norm)
learnt = rms_norm.formula(name="parameters", when=learns)(parameters_without_biases)
learnt.mistake(
    "norm_parameters_forgotten",
    weights=0,
    when=learns,
    says="This norm learns too: its scales are trained like any weight.",
)


@learnt.mistake_around(when=learns)
def norm_given_shifts(parameters, weights):
    """This norm takes no mean off and adds no shift: a scale is all that a value of it learns."""
    return parameters + weights


attach_activations(rms_norm)
