"""So many parts of equal size, as far as that is possible: torch.chunk."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from explainer.language import sentence
from explainer.layers.axis import axis_is_there, axis_setting, place_of
from explainer.layers.layer import ANYTHING, Fault, Keeps, Layer, Situation
from explainer.layers.parts import MOST_PARTS, attach_parts, parts_along
from explainer.layers.setting_types import Count
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Does, Example, Module, Saved
from explainer.maths import ceil


def how_many(settings: Mapping[str, Any]) -> int:
    """How many parts there are."""
    return int(settings["chunks"])


def size_of(number: int) -> Callable[[Mapping[str, Any], int], int]:
    """The size of a part, by its number from 1 on, from the layer's numbers and the whole."""

    def size(values: Mapping[str, Any], whole: int) -> int:
        each = math.ceil(whole / values["chunks"])
        return int(min(each, whole - each * (number - 1)))

    return size


chunk = Layer(
    "chunk",
    about="Cuts its input along one axis into parts of equal size, the last of which may be "
    "smaller; the layers behind it take the second as NAME.2, and so on. No value is copied or "
    "changed.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.chunk.html",
    takes=ANYTHING,
    does=Does.SPLITS,
    backward=Backward(Saved.NOTHING, passes_on=lambda _: True),
    module=Module("Chunk"),
    caffe=False,
    example=Example({"chunks": 2}),
    settings=(
        Setting("chunks", Count(2, MOST_PARTS), symbols=("chunks",), about="How many parts."),
        axis_setting("Along which axis it is cut; without it the channels or features."),
    ),
    keeps=lambda _: Keeps.NOTHING,
    sample={"chunks": 2},
    parts=parts_along("chunks", how_many, size_of),
)


def equal_part(size, chunks):
    """The parts are equally large, and the last has what is left: the quotient is rounded up."""
    return ceil(size / chunks)


def whole_kept(size):
    """Each part has its share of the places, not all of them."""
    return size


attach_parts(chunk, equal_part, whole_kept)
chunk.check(axis_is_there)


@chunk.check
def every_part_has_places(situation: Situation, _: dict[str, int]) -> Fault | None:
    """torch gives fewer parts where the first ones take all that there is."""
    size = situation.inputs[0][place_of(situation.settings, situation.rank)]
    chunks = situation.settings["chunks"]
    each = math.ceil(size / chunks)
    if each * (chunks - 1) < size:
        return None
    return Fault(
        sentence("chunk.fewer"),
        (f"⌈{size:,} / {chunks:,}⌉ = {each:,}", f"{each:,} · {chunks - 1:,} ≥ {size:,}"),
        sentence("chunk.fewer_try"),
    )
