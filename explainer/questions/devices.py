"""`--devices`: what each of several devices takes that train together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explainer.memory.whole import counted
from explainer.once import once
from explainer.questions.option import Question

if TYPE_CHECKING:
    from explainer.document.nodes import Block
    from explainer.document.steps import Seen
    from explainer.memory.devices import Devices
    from explainer.results import Results


def _number(given: Any) -> int:
    return counted("number of devices", given)


@once
def _devices(work: Results) -> Devices:
    from explainer.memory.devices import devices_of

    assert work.asked.devices
    return devices_of(work.case, work.asked.devices)


def _part(work: Results, _: int, seen: Seen) -> list[Block]:
    from explainer.document.devices_part import devices_blocks

    return devices_blocks(work, _devices(work), seen)


def _figures(work: Results, _: int) -> Any:
    from explainer.render.devices_figures import devices_figures

    return devices_figures(_devices(work))


DEVICES: Question[int] = Question(
    name="devices",
    value="N",
    help="what each of N devices takes",
    keyword="on so many devices, and fewer, what one of them takes is worked out.",
    row="what each of N devices takes that train together: data parallel, and ZeRO's stages 1 to 3",
    word=_number,
    read=_number,
    part=_part,
    key="devices",
    figures=_figures,
)
