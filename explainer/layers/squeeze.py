"""Axes of size 1 left out: torch.squeeze."""

from __future__ import annotations

from explainer.language import sentence
from explainer.layers.axis import NAMES, axis_is_there, axis_setting
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
from explainer.layers.traits import Backward, Does, Module, Saved
from explainer.layers.views import seen_anew


def kept_axes(situation: Situation) -> tuple[int, ...]:
    """The axes that stay, by their places; the channels always do."""
    shape, axis = situation.inputs[0], situation.settings["axis"]
    names = NAMES[situation.rank]
    last = len(shape) - 1
    return tuple(
        place
        for place, size in enumerate(shape)
        if place == last or (names[place] != axis if axis else size > 1)
    )


squeeze = Layer(
    "squeeze",
    about="Leaves out axes along which there is a single place; no value is copied or changed.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.squeeze.html",
    takes=(*VOLUME, *SEQUENCE, *SOLID),
    does=Does.RESHAPES,
    backward=Backward(Saved.NOTHING, passes_on=lambda _: True),
    module=Module("Reshape"),
    caffe=True,
    settings=(
        axis_setting("Which axis is left out; without it every one of size 1 but the channels."),
    ),
    sample={"H_in": 1},
    gives=lambda s: len(kept_axes(s)),
    keeps=lambda _: Keeps.NOTHING,
)


def kept_size(size):
    """The axes that are left out have size 1; the others keep theirs and move up."""
    return size


def comes_from(rank: int, place: int, source: int, axes: int) -> Condition:
    """Whether so many axes stay, and at one place stands the input's from another."""

    def holds(situation: Situation) -> bool:
        if situation.rank != rank:
            return False
        kept = kept_axes(situation)
        return len(kept) == axes and kept[place] == source

    return holds


def sources(rank: int, place: int, axes: int) -> range:
    """Which of the input's axes may stand at a place, where so many stay: the channels last."""
    if place == axes - 1:
        return range(rank - 1, rank)
    return range(place, min(rank - 1, place + rank - axes + 1))


MOVED_UP = "The axes that are left out leave no gap: those behind them move up."
for rank in squeeze.takes:
    for axes in range(1, rank):
        for place, letter in enumerate(AXES[axes]):
            for source in sources(rank, place, axes):
                if AXES[rank][source] != letter:
                    here = comes_from(rank, place, source, axes)
                    right = squeeze.formula(
                        name=f"{letter}_out",
                        when=here,
                        symbols={"size": f"{AXES[rank][source]}_in"},
                        topic="sizes",
                    )(kept_size)
                    if source != place:
                        before = f"{AXES[rank][place]}_in"
                        right.mistake("axes_not_moved_up", when=here, says=MOVED_UP, size=before)
squeeze.formula(name="activations")(seen_anew)
squeeze.check(axis_is_there)


@squeeze.check
def has_size_one(situation: Situation, _: dict[str, int]) -> Fault | None:
    """Only an axis of size 1 can be left out, and never the channels."""
    axis = situation.settings["axis"]
    if axis is None:
        return None
    names = NAMES[situation.rank]
    if axis == names[-1]:
        return Fault(sentence("squeeze.channels"), advice=sentence("squeeze.channels_try"))
    size = situation.inputs[0][names.index(axis)]
    if size == 1:
        return None
    return Fault(
        sentence("squeeze.not_one"), (f"{axis} = {size:,}",), sentence("squeeze.not_one_try")
    )
