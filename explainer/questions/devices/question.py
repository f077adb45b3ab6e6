"""`--devices`: what each of several devices takes that train together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explainer.language import later
from explainer.memory.whole import counted
from explainer.questions.option import Question

if TYPE_CHECKING:
    from explainer.document.nodes import Block
    from explainer.document.steps import Seen
    from explainer.questions.devices.answer import Devices
    from explainer.results import Results


def _number(given: Any) -> int:
    return counted(later("plan.devices"), given)


def _answer(work: Results, count: int) -> Devices:
    from explainer.questions.devices.answer import devices_of

    return devices_of(work.case, count)


def _part(work: Results, found: Devices, seen: Seen) -> list[Block]:
    from explainer.document.devices_part import devices_blocks

    return devices_blocks(work, found, seen)


def _figures(found: Devices) -> Any:
    from explainer.render.devices_figures import devices_figures

    return devices_figures(found)


DEVICES: Question[int, Devices] = Question(
    name="devices",
    value="N",
    help="what each of N devices takes",
    keyword="on so many devices, and fewer, what one of them takes is worked out.",
    row="what each of N devices takes that train together: data parallel, and ZeRO's stages 1 to 3",
    word=_number,
    read=_number,
    answer=_answer,
    part=_part,
    key="devices",
    figures=_figures,
)
