"""Counts that many kinds share: values stored, parameters, biases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from explainer.layers.layer import Condition, Keeps, Layer, Situation
from explainer.maths import Formula, Mistake
from explainer.maths.formula import Function


def values_of_volume(H_out, W_out, c_out):
    """One value is stored for each position and channel of the output."""
    return H_out * W_out * c_out


def values_of_features(n_out):
    """One value is stored for each output feature."""
    return n_out


def values_of_sequence(L_out, c_out):
    """One value is stored for each position and channel of the output."""
    return L_out * c_out


def values_of_solid(D_out, H_out, W_out, c_out):
    """One value is stored for each position and channel of the output."""
    return D_out * H_out * W_out * c_out


VALUES: dict[int, Callable[..., Any]] = {
    1: values_of_features,
    2: values_of_sequence,
    3: values_of_volume,
    4: values_of_solid,
}


def written_in_place():
    """It writes its result over its input, so it stores nothing new."""
    return 0


def parameters(weights, biases):
    """What training changes: the weights and the biases."""
    return weights + biases


def parameters_without_biases(weights):
    """What training changes: the weights alone, since there are no biases."""
    return weights


def bias_forgotten(weights):
    """The biases are trained and stored like the weights."""
    return weights


def channels_forgotten(H_out, W_out):
    """Every channel of the output is a map of its own, of that height and width."""
    return H_out * W_out


def input_channels_counted(H_out, W_out, c_in):
    """The output has as many channels as the layer has kernels, whatever comes in."""
    return H_out * W_out * c_in


def input_size_counted(H_in, W_in, c_out):
    """The output has the height and width that the window leaves, not those of the input."""
    return H_in * W_in * c_out


SLIPS = (channels_forgotten, input_channels_counted, input_size_counted)
# Of layers with kernels: that the input's channels are counted is their slip `depths_swapped`.
SLIPS_BESIDE_SWAPPED = (channels_forgotten, input_size_counted)


def attach_activations(layer: Layer, slips: tuple[Function, ...] = SLIPS) -> None:
    """Give the layer its count of stored values, for every shape that it may put out.

    slips: the wrong counts of an output of height, width and channels.
    """

    def stores(rank: int) -> Condition:
        return lambda s: layer.keeps(s) is Keeps.NEW and layer.gives(s) == rank

    for rank, law in VALUES.items():
        layer.add(Formula("activations", law), stores(rank))
    for slip in slips:
        layer.seldom.add(Mistake(slip.__name__, slip, instead_of="activations"), stores(3))
    layer.add(Formula("activations", written_in_place), lambda s: layer.keeps(s) is Keeps.IN_PLACE)


def attach_parameters(layer: Layer) -> None:
    """Give the layer its parameters: weights and, where it has them, biases."""
    layer.add(Formula("parameters", parameters), has_bias)
    layer.add(Formula("parameters", parameters_without_biases), has_no_bias)
    layer.add(Mistake("bias_forgotten", bias_forgotten, instead_of="parameters"), has_bias)


def has_bias(situation: Situation) -> bool:
    """Whether the setting `bias` is on."""
    return bool(situation.settings["bias"])


def has_no_bias(situation: Situation) -> bool:
    """Whether the setting `bias` is off."""
    return not situation.settings["bias"]
