"""A dense layer at every position of a sequence or of an image: the same matrix for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer.layers.layer import FEATURES, SEQUENCE, VOLUME
from explainer.layers.setting_types import Choice, Optional
from explainer.layers.settings import Setting
from explainer.layers.traits import Built
from explainer.maths.substitution import Function

TAKES = (*FEATURES, *SEQUENCE)
ALONG = Setting(
    "along", Optional(Choice(("channels",))), None,
    about="With `channels` an image may come in: the channels of each of its positions are "
    "connected, as by a 1×1 convolution.",
    by_name=True,
)  # fmt: skip


def takes(settings: Mapping[str, Any]) -> tuple[int, ...]:
    """An image only where the file says so: else somebody has forgotten to flatten it."""
    return (*SEQUENCE, *VOLUME) if settings["along"] else TAKES


def class_name(layer: Built) -> str:
    """Torch's own class works along the last axis, which the channels of an image are not."""
    return "ChannelLinear" if len(layer.inputs[0]) in VOLUME else "Linear"


def positions_given_weights(c_in, n_out, L_in):
    """All positions share one matrix, which multiplies the channels of each position."""
    return L_in * c_in * n_out


def pixels_given_weights(c_in, n_out, H_in, W_in):
    """All positions share one matrix, which multiplies the channels of each position."""
    return H_in * W_in * c_in * n_out


def macs_of_all_positions(L_out, c_in, n_out):
    """At every position every output is a sum of one product per input channel."""
    return L_out * c_in * n_out


def macs_of_all_pixels(H_out, W_out, c_in, n_out):
    """At every position every output is a sum of one product per input channel."""
    return H_out * W_out * c_in * n_out


# By how many axes the input has.
POSITIONS_GIVEN_WEIGHTS: Mapping[int, Function] = {
    2: positions_given_weights,
    3: pixels_given_weights,
}
MACS_OF_ALL_POSITIONS: Mapping[int, Function] = {2: macs_of_all_positions, 3: macs_of_all_pixels}
