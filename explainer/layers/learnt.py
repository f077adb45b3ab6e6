"""What scale and shift share: a number that is the same for all, or numbers that are learnt.

What is learnt belongs to the layer and not to an image: a batch shares it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from explainer.layers.counts import (
    attach_activations,
    both,
    has_axes,
    has_places,
    parameters_without_biases,
)
from explainer.layers.layer import AXES, Condition, Layer, Situation
from explainer.layers.setting_types import Choice, Optional
from explainer.layers.settings import Setting
from explainer.layers.tensors import Shapes
from explainer.layers.traits import Built

ONE, CHANNELS, VALUES = LEARNT = ("one", "channels", "values")


def learnt_setting(about: str) -> Setting:
    """The setting `learnt`; without it the layer has a constant."""
    return Setting("learnt", Optional(Choice(LEARNT)), None, about=about)


def learns(layer: Built) -> bool:
    """Whether the layer has parameters."""
    return layer.settings["learnt"] is not None


def shape_of_learnt(layer: Built) -> Mapping[str, Any]:
    """What the class in torch is told: the number, and the shape that is learnt, if any."""
    number = next(iter(layer.settings.values()))
    shape = tensors(layer)[0] if learns(layer) else None
    return {"number": number, "shape": shape}


def tensors(layer: Built) -> Shapes:
    """One value; or one for each channel, with an axis for each place; or one for each value."""
    if not learns(layer):
        return []
    *places, channels = layer.inputs[0]
    shapes = {
        ONE: (1,),
        CHANNELS: (channels, *(1 for _ in places)),
        VALUES: (1, channels, *places),
    }
    return [shapes[layer.settings["learnt"]]]


def along_last(layer: Built) -> Shapes:
    """The same where torch has the positions before the channels."""
    shapes = {ONE: (1,), CHANNELS: layer.inputs[0][-1:], VALUES: (1, *layer.inputs[0])}
    return [shapes[layer.settings["learnt"]]]


def of_constant():
    """The number is given and not learnt: the layer has no parameters."""
    return 0


def constant_counted():
    """A number that is written in the network is no parameter, since training never changes it."""
    return 1


def of_layer():
    """One number is learnt, the same for every value of every image."""
    return 1


def of_channels(c_in):
    """Each channel has one learnt number, the same at every position."""
    return c_in


def of_features(n_in):
    """Each feature has one learnt number."""
    return n_in


def of_positions(L_in, c_in):
    """Every value of a sequence has a learnt number of its own, the same for all of the batch."""
    return L_in * c_in


def of_places(H_in, W_in, c_in):
    """Every value of an image has a learnt number of its own, the same for all of the batch."""
    return H_in * W_in * c_in


def of_solid(D_in, H_in, W_in, c_in):
    """Every value of a solid has a learnt number of its own, the same for all of the batch."""
    return D_in * H_in * W_in * c_in


def one_for_each_channel(c_in):
    """The layer has a single number; one for each channel is another setting."""
    return c_in


def one_for_each_place(c_in, H_in, W_in):
    """All positions of a channel share its number."""
    return H_in * W_in * c_in


OF_VALUES: Mapping[int, Callable[..., Any]] = {2: of_positions, 3: of_places, 4: of_solid}


def learnt_is(which: str | None) -> Condition:
    """Whether so much is learnt."""
    return lambda situation: situation.settings["learnt"] == which


def _of_features(situation: Situation) -> bool:
    return situation.rank == 1 and situation.settings["learnt"] in (CHANNELS, VALUES)


def attach_learnt(layer: Layer) -> None:
    """Give the layer its parameters, for all that may be learnt, and the mistakes with them."""
    channels = both(has_places, learnt_is(CHANNELS))
    right = layer.formula(name="weights", when=channels)(of_channels)
    image = both(has_axes(3), learnt_is(CHANNELS))
    layer.mistake(instead_of=right, name="one_for_each_place", when=image)(one_for_each_place)
    layer.formula(name="weights", when=_of_features)(of_features)
    one = layer.formula(name="weights", when=learnt_is(ONE))(of_layer)
    places = both(has_places, learnt_is(ONE))
    layer.mistake(instead_of=one, name="one_for_each_channel", when=places)(one_for_each_channel)
    for rank, of_values in OF_VALUES.items():
        here = both(has_axes(rank), learnt_is(VALUES))
        values = layer.formula(name="weights", when=here)(of_values)
        one_place: dict[str, Any] = {f"{letter}_in": 1 for letter in AXES[rank][:-1]}
        values.mistake(
            "places_of_learnt_forgotten",
            when=here,
            says="Every place has numbers of its own here, one for each channel.",
            **one_place,
        )
    constant = layer.formula(name="weights", when=learnt_is(None))(of_constant)
    layer.mistake(instead_of=constant, name="constant_counted", when=learnt_is(None))(
        constant_counted
    )
    layer.formula(name="parameters", when=lambda s: s.settings["learnt"] is not None)(
        parameters_without_biases
    )
    attach_activations(layer)
