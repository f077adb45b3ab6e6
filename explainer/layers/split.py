"""Parts of given sizes, which are all of the input: torch.split."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from explainer.language import sentence
from explainer.layers.axis import axis_is_there, axis_setting, place_of
from explainer.layers.layer import ANYTHING, Fault, Keeps, Layer, Situation
from explainer.layers.parts import MOST_PARTS, attach_parts, parts_along
from explainer.layers.setting_types import Count, Reading
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Does, Example, Module, Saved
from explainer.maths import Exact


@dataclass(frozen=True)
class PartSizes:
    """The sizes of two parts or more."""

    def read(self, reading: Reading) -> tuple[int, ...]:
        """The sizes, in the order written."""
        value = reading.given.value
        if not isinstance(value, tuple) or not 2 <= len(value) <= MOST_PARTS:
            reading.refuse(
                sentence("split.sizes", most=str(MOST_PARTS)),
                sentence("hint.write_so", written="split: {sizes: [58, 58]}"),
            )
        return tuple(Count().read(reading.part(part, "")) for part in value)

    def schema(self) -> dict[str, Any]:
        """A list of numbers."""
        return {
            "type": "array", "items": Count().schema(), "minItems": 2, "maxItems": MOST_PARTS,
        }  # fmt: skip


class Sizes(Setting):
    """The sizes, by symbols: `m_first`, then `part_2` and so on."""

    def numbers(self, value: tuple[int, ...]) -> dict[str, Exact]:
        """One for each part."""
        others = {f"part_{number}": size for number, size in enumerate(value[1:], 2)}
        return {"m_first": value[0], **others}


def how_many(settings: Mapping[str, Any]) -> int:
    """How many parts there are."""
    return len(settings["sizes"])


split = Layer(
    "split",
    about="Cuts its input along one axis into parts of the sizes that are given; the layers "
    "behind it take the second as NAME.2, and so on. No value is copied or changed.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.split.html",
    takes=ANYTHING,
    does=Does.SPLITS,
    backward=Backward(Saved.NOTHING, passes_on=lambda _: True),
    module=Module("Split"),
    caffe=False,
    example=Example({"sizes": [2, 4]}),
    settings=(
        Sizes("sizes", PartSizes(), about="How many places each part has, in their order."),
        axis_setting("Along which axis it is cut; without it the channels or features."),
    ),
    keeps=lambda _: Keeps.NOTHING,
    sample={"m_first": 4},
    parts=parts_along("sizes", how_many, lambda number: f"part_{number}"),
)


def first_part(m_first):
    """The first part has as many places as it is given."""
    return m_first


def whole_kept(size):
    """Each part has the places that it is given, not all of them."""
    return size


attach_parts(split, first_part, whole_kept)
split.check(axis_is_there)


@split.check
def parts_are_all(situation: Situation, _: dict[str, int]) -> Fault | None:
    """The parts are as many places as there are."""
    size = situation.inputs[0][place_of(situation.settings, situation.rank)]
    sizes = situation.settings["sizes"]
    if sum(sizes) == size:
        return None
    return Fault(
        sentence("split.fits"),
        (f"{' + '.join(f'{each:,}' for each in sizes)} = {sum(sizes):,} ≠ {size:,}",),
        sentence("split.fits_try"),
    )
