"""What layer and group normalisation share: a learnt scale and shift, and nothing tracked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from explainer.layers.counts import parameters, parameters_without_biases
from explainer.layers.layer import Condition, Layer, Situation
from explainer.maths import Formula, Mistake


def statistics(values: Callable[..., Any]) -> tuple[Formula, ...]:
    """The mean and the inverse deviation, of as many bytes each as the function gives."""
    return Formula("mean", values), Formula("inverse_deviation", values)


def biases(weights):
    """Each learnt scale has a learnt shift beside it."""
    return weights


def norm_parameters_forgotten():
    """Normalising learns too: its scales and shifts are trained like any weight."""
    return 0


def norm_buffers_counted_as_trained(weights, biases):
    """This norm tracks no mean or variance, unlike batch norm: it measures each image anew."""
    return weights + biases + 2 * weights


def attach_scale_and_shift(layer: Layer, learns: Condition, shifts: Condition) -> None:
    """Give a norm its shifts and its parameters; its weights are its own to say.

    learns: whether scales are learnt; shifts: whether shifts are learnt with them.
    """

    def only_scales(situation: Situation) -> bool:
        return learns(situation) and not shifts(situation)

    layer.add(Formula("biases", biases), shifts)
    layer.add(Formula("parameters", parameters), shifts)
    layer.add(Formula("parameters", parameters_without_biases), only_scales)
    wrong: dict[Callable[..., Any], Condition] = {
        norm_parameters_forgotten: learns,
        norm_buffers_counted_as_trained: shifts,
    }
    for slip, when in wrong.items():
        layer.add(Mistake(slip.__name__, slip, instead_of="parameters"), when)
