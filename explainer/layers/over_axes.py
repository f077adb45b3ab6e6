"""What mean and sum share: one value is left for all places along an axis, or along several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from explainer.language import sentence
from explainer.layers.axis import NAMES, WORDS, no_such_axis
from explainer.layers.counts import attach_activations, every_value
from explainer.layers.layer import AXES, SEQUENCE, Condition, Fault, Layer, Situation
from explainer.layers.setting_types import Choice, Reading


@dataclass(frozen=True)
class SomeAxes:
    """The name of an axis, or those of two or three."""

    def read(self, reading: Reading) -> tuple[str, ...]:
        """The names, in the order written."""
        value = reading.given.value
        if not isinstance(value, tuple):
            return (Choice(WORDS).read(reading),)
        if not 1 <= len(value) <= 3:
            reading.refuse(sentence("over_axes.names"), sentence("over_axes.names_try"))
        names = tuple(Choice(WORDS).read(reading.part(part, "")) for part in value)
        if len(set(names)) < len(names):
            reading.refuse(sentence("over_axes.twice"))
        return names

    def schema(self) -> dict[str, Any]:
        """A name or a list of them."""
        one = Choice(WORDS).schema()
        several = {"type": "array", "items": one, "minItems": 1, "maxItems": 3, "uniqueItems": True}
        return {"anyOf": [one, several]}


def places_left(settings: Mapping[str, Any], rank: int) -> tuple[int, ...]:
    """Which of the input's axes the output still has, from 0."""
    named = settings["axis"]
    return tuple(place for place, name in enumerate(NAMES[rank]) if name not in named)


def axes_left(situation: Situation) -> int:
    """How many axes the output has."""
    return situation.rank - len(situation.settings["axis"])


def nothing_to_learn():
    """One value is made of many by adding up: there is nothing to learn."""
    return 0


def moved_up(size):
    """The axis is gone, and the others keep their sizes."""
    return size


def moved_further(size):
    """The axes are gone, and the others keep their sizes."""
    return size


def comes_from(rank: int, left: int, place: int, source: int) -> Condition:
    """Whether the output has so many axes, and its axis at one place is the input's at another."""

    def holds(situation: Situation) -> bool:
        if situation.rank != rank:
            return False
        still = places_left(situation.settings, rank)
        return len(still) == left and still[place] == source

    return holds


def positions_left(L_in):
    """The axis that is named is the one that is gone, and the other is left."""
    return L_in


def channels_left(c_in):
    """The axis that is named is the one that is gone, and the other is left."""
    return c_in


# What a sequence is thought to be left with, by the axis that is left.
OTHERS = {"c": positions_left, "L": channels_left}


def axes_of(rank: int, left: int) -> Condition:
    """Whether the input has so many axes, and the output."""
    return lambda situation: situation.rank == rank and axes_left(situation) == left


def attach_axes_left_out(layer: Layer, forgotten: str, says: str) -> None:
    """Give the layer the sizes of what is left, and the rule that channels have to be.

    forgotten: the mistake that all places of the input are stored, with its sentence.
    """
    for rank in (3, 2, 4):  # an image is told of first
        for left in range(rank - 1, 0, -1):
            for place, letter in enumerate(AXES[left]):
                for source in range(place, rank - left + place + 1):
                    if letter not in ("c", AXES[rank][source]):
                        _attach_size(layer, rank, left, place, source)
    layer.formula(name="weights")(nothing_to_learn)
    stored = attach_activations(layer)
    for rank in layer.takes:
        for left in range(1, rank):
            layer.mistake(
                instead_of=stored[left], name=forgotten, when=axes_of(rank, left), says=says
            )(every_value(rank, "in"))
    layer.check(axes_are_there)
    layer.check(channels_stay)


def _attach_size(layer: Layer, rank: int, left: int, place: int, source: int) -> None:
    here = comes_from(rank, left, place, source)
    formula = layer.formula(
        name=f"{AXES[left][place]}_out",
        when=here,
        symbols={"size": f"{AXES[rank][source]}_in"},
        topic="sizes",
    )(moved_up if rank - left == 1 else moved_further)
    if rank == SEQUENCE[0]:
        wrong = layer.mistake(instead_of=formula, name="other_axis_left", when=here)
        wrong(OTHERS[AXES[rank][source]])


def axes_are_there(situation: Situation, _: dict[str, int]) -> Fault | None:
    """Only axes that the input has can be named."""
    for name in situation.settings["axis"]:
        if name not in NAMES[situation.rank]:
            return no_such_axis(name, situation.inputs[0])
    return None


def channels_stay(situation: Situation, _: dict[str, int]) -> Fault | None:
    """Over all channels an image would be left without any, and a sequence over both axes."""
    sequence = situation.rank == SEQUENCE[0]
    if axes_left(situation) < 1:
        return Fault(sentence("over_axes.all"), advice=sentence("over_axes.all_try"))
    if sequence or NAMES[situation.rank][-1] not in situation.settings["axis"]:
        return None
    return Fault(sentence("over_axes.channels"), advice=sentence("over_axes.channels_try"))
