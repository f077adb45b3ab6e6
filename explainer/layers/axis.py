"""The axis that a kind works along, by its name: `axis: height`.

A name is the same in every order in which the sizes of a tensor may be written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer.language import sentence
from explainer.layers.layer import AXES, Condition, Fault, Situation
from explainer.layers.setting_types import Choice, Optional
from explainer.layers.settings import Setting

# The names of a shape's axes, by how many there are; channels come last.
NAMES: Mapping[int, tuple[str, ...]] = {
    1: ("features",),
    2: ("length", "channels"),
    3: ("height", "width", "channels"),
    4: ("depth", "height", "width", "channels"),
}
WORDS = ("depth", "height", "width", "length", "channels", "features")


def axis_setting(about: str, default: str | None = None) -> Setting:
    """The setting `axis`; where the file doesn't say it, the channels or features are meant."""
    return Setting("axis", Optional(Choice(WORDS)), default, about=about)


def place_of(settings: Mapping[str, Any], rank: int) -> int:
    """Which of the axes is meant, from 0; -1 where the input has none of that name."""
    name = settings["axis"] or NAMES[rank][-1]
    return NAMES[rank].index(name) if name in NAMES[rank] else -1


def works_along(letter: str, rank: int) -> Condition:
    """Whether the input has so many axes and this one is meant."""
    return lambda s: s.rank == rank and AXES[rank][place_of(s.settings, rank)] == letter


def axis_is_there(situation: Situation, _: dict[str, int]) -> Fault | None:
    """Only an axis that the input has can be named."""
    names = NAMES[situation.rank]
    if situation.settings["axis"] in (None, *names):
        return None
    return no_such_axis(situation.settings["axis"], situation.inputs[0])


def no_such_axis(name: str, shape: tuple[int, ...]) -> Fault:
    """That the input has no axis of this name, and which it has."""
    names = NAMES[len(shape)]
    pairs = ", ".join(f"{each} {size}" for each, size in zip(names, shape, strict=True))
    return Fault(
        sentence("named_axis.none", name=name),
        (pairs,),
        sentence("hint.one_of", names=", ".join(names)),
    )
