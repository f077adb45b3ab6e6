"""What layer and group normalisation share: a learnt scale and shift, and nothing tracked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from explainer.layers.beside import tensor_beside
from explainer.layers.counts import parameters, parameters_without_biases
from explainer.layers.layer import Condition, Layer, Situation
from explainer.maths import Formula


def statistics(values: Callable[..., Any]) -> tuple[Formula, ...]:
    """The mean and the inverse deviation, of as many bytes each as the function gives."""
    return tensor_beside("mean", values), tensor_beside("inverse_deviation", values)


def biases(weights):
    """Each learnt scale has a learnt shift beside it."""
    return weights


def norm_buffers_counted_as_trained(parameters, weights):
    """Unlike batch normalisation, this one tracks no mean or variance: it measures each
    <image|example> anew.
    """
    return parameters + 2 * weights


def attach_scale_and_shift(layer: Layer, learns: Condition, shifts: Condition) -> None:
    """Give a norm its shifts and its parameters; its weights are its own to say.

    learns: whether scales are learnt; shifts: whether shifts are learnt with them.
    """

    def only_scales(situation: Situation) -> bool:
        return learns(situation) and not shifts(situation)

    layer.formula(when=shifts)(biases)
    right = layer.formula(when=shifts)(parameters)
    layer.formula(name="parameters", when=only_scales)(parameters_without_biases)
    right.mistake(
        "norm_parameters_forgotten",
        weights=0,
        biases=0,
        when=learns,
        says="A normalisation has parameters too: its scales and shifts are learnt like any "
        "weight.",
    )
    right.mistake_around(when=shifts)(norm_buffers_counted_as_trained)
