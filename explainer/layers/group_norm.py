"""Normalisation within groups of channels: torch.nn.GroupNorm."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from explainer.language import sentence
from explainer.layers.counts import attach_activations
from explainer.layers.layer import ANYTHING, Fault, Layer, Situation
from explainer.layers.libraries import keras
from explainer.layers.normalisation import attach_scale_and_shift, statistics
from explainer.layers.setting_types import Count, Flag, Optional, Real
from explainer.layers.settings import Setting
from explainer.layers.tensors import vectors
from explainer.layers.traits import Backward, Built, Does, Example, Module, Saved


def one_for_each_group(G, b, batch=1):
    """Each group of channels of each <image|example> has one value."""
    return G * b * batch


def with_channels(layer: Built) -> Mapping[str, Any]:
    """The channels are the input's, whether or not the file repeats them."""
    return {**layer.settings, "num_channels": layer.inputs[0][-1]}


group_norm = Layer(
    "group_norm",
    about="Brings each group of channels to mean 0 and variance 1, then scales and shifts it.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html",
    takes=ANYTHING,
    does=Does.NORMALISES,
    backward=Backward(Saved.INPUT, makes=statistics(one_for_each_group), copies_turned=True),
    module=Module("GroupNorm", with_channels),
    elsewhere=(keras("GroupNormalization", num_groups=32, eps=Decimal("0.001")),),
    caffe=False,
    tensors=vectors,
    example=Example({"num_groups": 3}),
    settings=(
        Setting("num_groups", Count(), symbols=("G",), aliases=("groups",),
                about="How many groups the channels are split into."),
        Setting("num_channels", Optional(Count()), None,
                about="The number of channels; it may be left out, since the input says it."),
        Setting("eps", Real(Fraction(0)), Fraction(1, 100_000), aliases=("epsilon",),
                about="A small number that keeps the division from failing."),
        Setting("affine", Flag(), True, about="Whether a scale and a shift are learnt."),
    ),
)  # fmt: skip


def learns(situation: Situation) -> bool:
    """Whether scale and shift are learnt."""
    return bool(situation.settings["affine"])


@group_norm.formula(when=lambda s: learns(s) and s.rank > 1)
def weights(c_in):
    """Each channel has one learnt scale, however the channels are grouped."""
    return c_in


@group_norm.formula(name="weights", when=lambda s: learns(s) and s.rank == 1)
def weights_of_features(n_in):
    """Each feature has one learnt scale, however the features are grouped."""
    return n_in


weights.mistake(
    "one_scale_for_each_group",
    c_in="G",
    when=learns,
    says="The channels of a group share a mean and a variance, but every channel has a scale of "
    "its own.",
)


attach_scale_and_shift(group_norm, learns, learns)
attach_activations(group_norm)


@group_norm.check
def groups_divide_the_channels(situation: Situation, _: dict[str, int]) -> Fault | None:
    """torch's rules: num_channels is the input's, and num_groups divides it."""
    groups, named = situation.settings["num_groups"], situation.settings["num_channels"]
    channels = situation.inputs[0][-1]
    if named not in (None, channels):
        taken = sentence("groups.input_channels")
        return Fault(
            sentence("groups.num_channels"),
            (f"num_channels = {named}     {taken} = {channels}",),
            sentence("groups.num_channels_try"),
        )
    if channels % groups:
        return Fault(
            sentence("groups.uneven", channels=str(channels), groups=str(groups)),
            (
                sentence(
                    "groups.leaves",
                    division=f"{channels} / {groups}",
                    rest=str(channels % groups),
                ),
            ),
            sentence("groups.num_groups_try"),
        )
    return None
