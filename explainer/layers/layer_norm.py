"""Normalisation within each image: torch.nn.LayerNorm."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from explainer.layers.counts import attach_activations
from explainer.layers.layer import ANYTHING, Layer, Situation
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
from explainer.layers.normalisation import attach_scale_and_shift, statistics
from explainer.layers.setting_types import Flag, Real
from explainer.layers.settings import Setting
from explainer.layers.tensors import like_normalized_shape
from explainer.layers.traits import Backward, Built, Does, Example, Module, Saved
from explainer.maths import Formula

OF_IMAGES, OF_PLACES = statistics(one_for_each_image), statistics(one_for_each_place)


def statistics_of(layer: Built) -> tuple[Formula, ...]:
    """Those of each image, or of each of its positions."""
    return OF_PLACES if over_places(layer) else OF_IMAGES


layer_norm = Layer(
    "layer_norm",
    about="Brings the values of each <image|example>, or of each of its positions, to mean 0 and "
    "variance 1.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html",
    takes=ANYTHING,
    does=Does.NORMALISES,
    backward=Backward(Saved.INPUT, makes=statistics_of, moves=over_places),
    module=Module(lambda layer: "ChannelNorm" if over_places(layer) else "LayerNorm"),
    elsewhere=(keras("LayerNormalization", eps=Decimal("0.001")),),
    caffe=False,
    tensors=like_normalized_shape,
    example=Example({"normalized_shape": 6}),
    settings=(
        NORMALIZED_SHAPE,
        Setting("eps", Real(Fraction(0)), Fraction(1, 100_000), aliases=("epsilon",),
                about="A small number that keeps the division from failing."),
        ELEMENTWISE_AFFINE,
        Setting("bias", Flag(), True, about="Whether shifts are learnt beside the scales."),
    ),
)  # fmt: skip


def shifts(situation: Situation) -> bool:
    """Whether shifts are learnt beside the scales."""
    return learns(situation) and bool(situation.settings["bias"])


attach_scales(layer_norm)
attach_scale_and_shift(layer_norm, learns, shifts)
attach_activations(layer_norm)
