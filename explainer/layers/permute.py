"""The axes in another order: torch.permute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from explainer.language import sentence
from explainer.layers.axis import NAMES, WORDS, no_such_axis
from explainer.layers.counts import attach_activations
from explainer.layers.layer import (
    AXES,
    SEQUENCE,
    SOLID,
    VOLUME,
    Condition,
    Fault,
    Keeps,
    Layer,
    Situation,
)
from explainer.layers.setting_types import Choice, Reading
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Built, Does, Example, Module, Saved
from explainer.layers.views import seen_anew


@dataclass(frozen=True)
class AxisNames:
    """The names of two to four axes."""

    def read(self, reading: Reading) -> tuple[str, ...]:
        """The names, in the order written."""
        value = reading.given.value
        if not isinstance(value, tuple) or not 2 <= len(value) <= 4:
            reading.refuse(
                sentence("permute.names"),
                sentence("hint.write_so", written="permute: {dims: [channels, length]}"),
            )
        return tuple(Choice(WORDS).read(reading.part(part, "")) for part in value)

    def schema(self) -> dict[str, Any]:
        """A list of names."""
        one = Choice(WORDS).schema()
        return {"type": "array", "items": one, "minItems": 2, "maxItems": 4, "uniqueItems": True}


def order_of(settings: Mapping[str, Any], rank: int) -> tuple[int, ...]:
    """Which of the input's axes each of the output's is, from 0."""
    return tuple(map(NAMES[rank].index, settings["dims"]))


def is_seen(situation: Situation) -> bool:
    """Whether it is only seen otherwise: a sequence, or what keeps its order."""
    order = order_of(situation.settings, situation.rank)
    return situation.rank in SEQUENCE or order == tuple(range(situation.rank))


def passes_on(layer: Built) -> bool:
    """The same of a layer that is built."""
    return is_seen(Situation(layer.settings, layer.inputs))


permute = Layer(
    "permute",
    about="Changes the order of the axes. A sequence is only seen so; of an image or a solid the "
    "values are laid out anew, as `.contiguous()` does behind it.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.permute.html",
    takes=(*VOLUME, *SEQUENCE, *SOLID),
    does=Does.PERMUTES,
    backward=Backward(Saved.NOTHING, passes_on=passes_on),
    module=Module("Permute"),
    caffe=False,
    example=Example({"dims": ["channels", "length"]}, axes=2),
    settings=(
        Setting("dims", AxisNames(),
                about="The names of the input's axes, in the order in which the output has them, "
                      "channels last."),
    ),
    keeps=lambda s: Keeps.NOTHING if is_seen(s) else Keeps.NEW,
)  # fmt: skip


def moved(size):
    """The axis is another one of the input's, and has its size."""
    return size


def comes_from(rank: int, place: int, source: int) -> Condition:
    """Whether the output's axis at one place is the input's at another."""
    return lambda s: s.rank == rank and order_of(s.settings, rank)[place] == source


OTHER_ORDER = "The sizes move with their axes: the values that lay along one lie along another now."
for rank in permute.takes:
    letters = AXES[rank]
    for place, letter in enumerate(letters):
        for source in range(rank):
            if source != place:
                here = comes_from(rank, place, source)
                right = permute.formula(
                    name=f"{letter}_out",
                    when=here,
                    symbols={"size": f"{letters[source]}_in"},
                    topic="sizes",
                )(moved)
                right.mistake(
                    "axes_left_in_order", when=here, says=OTHER_ORDER, size=f"{letter}_in"
                )
attach_activations(permute)
permute.formula(name="activations", when=is_seen)(seen_anew)


@permute.check
def names_every_axis(situation: Situation, _: dict[str, int]) -> Fault | None:
    """Each of the input's axes is named once."""
    names, dims = NAMES[situation.rank], situation.settings["dims"]
    for name in dims:
        if name not in names:
            return no_such_axis(name, situation.inputs[0])
    if sorted(dims) == sorted(names):
        return None
    return Fault(
        sentence("permute.every"),
        advice=sentence("permute.every_try", names=", ".join(names)),
    )
