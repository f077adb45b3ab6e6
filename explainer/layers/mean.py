"""The mean along one axis, which is left out: torch.mean."""

from __future__ import annotations

from explainer.language import sentence
from explainer.layers.axis import NAMES, WORDS, axis_is_there, place_of
from explainer.layers.counts import attach_activations, every_value, has_axes
from explainer.layers.layer import (
    AXES,
    SEQUENCE,
    SOLID,
    VOLUME,
    Condition,
    Fault,
    Layer,
    Situation,
)
from explainer.layers.pooling import nothing_to_learn
from explainer.layers.setting_types import Choice
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Does, Example, Module, Saved

mean = Layer(
    "mean",
    about="Takes the mean along one axis: of all tokens, say, which leaves one row of features.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.mean.html",
    takes=(*SEQUENCE, *VOLUME, *SOLID),
    does=Does.AVERAGES,
    backward=Backward(Saved.NOTHING),
    module=Module("Mean"),
    caffe=False,
    example=Example({"axis": "length"}, axes=2),
    settings=(
        Setting("axis", Choice(WORDS),
                about="Along which axis the mean is taken; the channels only of a sequence."),
    ),
    gives=lambda s: s.rank - 1,
)  # fmt: skip


def moved_up(size):
    """The axis is gone, and the others keep their sizes."""
    return size


def comes_from(rank: int, place: int, source: int) -> Condition:
    """Whether the output's axis at one place is the input's at another."""

    def holds(situation: Situation) -> bool:
        if situation.rank != rank:
            return False
        left_out = place_of(situation.settings, rank)
        return source == (place if place < left_out else place + 1)

    return holds


for rank in (3, 2, 4):  # an image is told of first
    for place, letter in enumerate(AXES[rank - 1]):
        for source in (place, place + 1):
            if letter not in ("c", AXES[rank][source]):
                here = comes_from(rank, place, source)
                mean.formula(
                    name=f"{letter}_out",
                    when=here,
                    symbols={"size": f"{AXES[rank][source]}_in"},
                    topic="sizes",
                )(moved_up)
mean.formula(name="weights")(nothing_to_learn)
stored = attach_activations(mean)
for rank in mean.takes:
    mean.mistake(
        instead_of=stored[rank - 1],
        name="average_not_taken",
        when=has_axes(rank),
        says="Along the axis a single mean is left in place of all that were there.",
    )(every_value(rank, "in"))
mean.check(axis_is_there)


@mean.check
def channels_stay(situation: Situation, _: dict[str, int]) -> Fault | None:
    """A mean of all channels would leave an image without any."""
    if situation.rank == SEQUENCE[0] or situation.settings["axis"] != NAMES[situation.rank][-1]:
        return None
    return Fault(sentence("mean.channels"), advice=sentence("mean.channels_try"))
