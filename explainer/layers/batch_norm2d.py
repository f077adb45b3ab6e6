"""Batch normalisation, channel by channel: torch.nn.BatchNorm2d."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from explainer.layers.counts import attach_activations, parameters
from explainer.layers.layer import VOLUME, Layer, Situation
from explainer.layers.libraries import keras
from explainer.layers.normalisation import statistics
from explainer.layers.setting_types import Flag, Optional, Real
from explainer.layers.settings import Setting
from explainer.layers.tensors import vectors
from explainer.layers.traits import Backward, Chain, Does, Module, Saved


def one_for_each_channel(c_in, b):
    """Each channel has one value over the whole batch."""
    return c_in * b


batch_norm2d = Layer(
    "batch_norm2d",
    about="Brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html",
    takes=VOLUME,
    does=Does.NORMALISES_BATCH,
    backward=Backward(
        Saved.INPUT,
        makes=statistics(one_for_each_channel),
        in_inference=lambda layer: not layer.settings["track_running_stats"],
    ),
    module=Module("BatchNorm2d", channels=True),
    declares="num_features",
    elsewhere=(
        keras("BatchNormalization", eps=Decimal("0.001"), momentum=Decimal("0.01")),
    ),
    caffe=True,
    tensors=vectors,
    chain=Chain(),
    sample={"weights": 16, "biases": 16, "buffers": 32},
    settings=(
        Setting("eps", Real(Fraction(0)), Fraction(1, 100_000), aliases=("epsilon",),
                about="A small number that keeps the division from failing."),
        Setting("momentum", Optional(Real(Fraction(0), Fraction(1))), Fraction(1, 10),
                about="How fast the running statistics follow the batches."),
        Setting("affine", Flag(), True, about="Whether a scale and a shift are learnt."),
        Setting("track_running_stats", Flag(), True, about="Whether running statistics are kept."),
    ),
)  # fmt: skip


def learns(situation: Situation) -> bool:
    """Whether scale and shift are learnt."""
    return bool(situation.settings["affine"])


def tracks(situation: Situation) -> bool:
    """Whether running statistics are kept."""
    return bool(situation.settings["track_running_stats"])


@batch_norm2d.formula(when=learns)
def weights(c_in):
    """Each channel has one learnt scale."""
    return c_in


@batch_norm2d.formula(when=learns)
def biases(c_in):
    """Each channel has one learnt shift."""
    return c_in


learnt = batch_norm2d.formula(name="parameters", when=learns)(parameters)
learnt.mistake(
    "norm_parameters_forgotten",
    weights=0,
    biases=0,
    when=learns,
    says="The scale and the shift of every channel are parameters, learnt like any weight.",
)


@learnt.mistake_around(when=lambda s: learns(s) and tracks(s))
def norm_buffers_counted_as_trained(parameters, buffers):
    """The running mean and variance are tracked, not trained: they have no gradient."""
    return parameters + buffers


@batch_norm2d.formula(when=tracks)
def buffers(c_in):
    """Each channel has a running mean and variance; torch's counter of batches is left out."""
    return 2 * c_in


attach_activations(batch_norm2d)
