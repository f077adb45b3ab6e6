"""A part of a tensor, along one axis: `x[:, a:b]` in torch, torch.narrow."""

from __future__ import annotations

from functools import partial

from explainer.language import sentence
from explainer.layers.axis import axis_is_there, axis_setting, place_of, works_along
from explainer.layers.layer import ANYTHING, AXES, Condition, Fault, Keeps, Layer, Situation
from explainer.layers.setting_types import Count, Optional, Whole
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Does, Example, Module, Saved
from explainer.layers.views import seen_in_part
from explainer.maths import Exact


class Start(Setting):
    """Where a part begins; below 0 it is counted from the end."""

    def numbers(self, value: int) -> dict[str, Exact]:
        """`i_start` from the front, or `i_last` from the end."""
        return {"i_start": value} if value >= 0 else {"i_last": -value}


slice_ = Layer(
    "slice",
    about="Takes a part of its input along one axis; no value is copied or changed.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.narrow.html",
    takes=ANYTHING,
    does=Does.SLICES,
    backward=Backward(Saved.NOTHING, passes_on=lambda _: True),
    module=Module("Slice"),
    caffe=False,
    example=Example({"end": 3}),
    settings=(
        axis_setting("Along which axis the part is taken; without it the channels or features."),
        Start("start", Whole(), 0,
              about="The first place that is taken, from 0 on; -1 is the last one, and all that "
                    "is taken then reaches to the end."),
        Setting("end", Optional(Count()), None, ("i_end",),
                about="The first place that is taken no more; null takes all to the end."),
    ),
    keeps=lambda _: Keeps.NOTHING,
    sample={"i_start": 4, "i_end": 12},
)  # fmt: skip


def between(i_end, i_start=0):
    """The places from the first one on, up to the end and without it, are taken."""
    return i_end - i_start


def from_the_first(size, i_start=0):
    """All places from the first one on are taken."""
    return size - i_start


def the_last(i_last):
    """So many places are taken from the end."""
    return i_last


def last_place_counted(i_end, i_start=0):
    """The place where a slice ends is not taken: from 0 to 3 there are three places."""
    return i_end - i_start + 1


def all_of(*conditions: Condition) -> Condition:
    """Whether all of them hold."""
    return lambda situation: all(holds(situation) for holds in conditions)


def ends(situation: Situation) -> bool:
    """Whether the part ends before the input does, as far as the file says."""
    return situation.settings["end"] is not None


def runs_on(situation: Situation) -> bool:
    """Whether it goes from a place counted from the front to the end."""
    return not ends(situation) and situation.settings["start"] >= 0


def is_counted_back(situation: Situation) -> bool:
    """Whether it begins at a place that is counted from the end."""
    return not ends(situation) and situation.settings["start"] < 0


for rank in (3, 1, 2, 4):  # an image is told of first
    for letter in AXES[rank]:
        formula = partial(slice_.formula, name=f"{letter}_out", topic="sizes")
        here = works_along(letter, rank)
        right = formula(when=all_of(here, ends))(between)
        slice_.mistake(instead_of=right, when=all_of(here, ends))(last_place_counted)
        formula(when=all_of(here, runs_on), symbols={"size": f"{letter}_in"})(from_the_first)
        formula(when=all_of(here, is_counted_back))(the_last)
slice_.formula(name="activations")(seen_in_part)
slice_.check(axis_is_there)


@slice_.check
def part_is_there(situation: Situation, _: dict[str, int]) -> Fault | None:
    """It begins inside, and ends behind its beginning and not behind the input."""
    start, end = situation.settings["start"], situation.settings["end"]
    size = situation.inputs[0][place_of(situation.settings, situation.rank)]
    if start < 0 and end is not None:
        return Fault(sentence("slice.back_and_end"), advice=sentence("slice.back_and_end_try"))
    last = size if end is None else end
    first = start if start >= 0 else size + start
    if 0 <= first < last <= size:
        return None
    return Fault(
        sentence("slice.outside"),
        (sentence("slice.places", size=f"{size:,}", start=f"{start:,}", end=f"{last:,}"),),
        sentence("slice.outside_try"),
    )
