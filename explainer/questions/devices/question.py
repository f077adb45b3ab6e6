"""`--devices`: what each of several devices takes that train together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explainer.language import later
from explainer.network.whole_numbers import counted
from explainer.options.option import Question

if TYPE_CHECKING:
    from explainer.page.nodes import Block
    from explainer.page.steps import Seen
    from explainer.questions.devices.answer import Devices
    from explainer.results.results import Results


def _number(given: Any) -> int:
    return counted(later("plan.devices"), given)


def _answer(work: Results, count: int) -> Devices:
    from explainer.questions.devices.answer import devices_of

    return devices_of(work.case, count)


def _part(work: Results, found: Devices, seen: Seen) -> list[Block]:
    from explainer.questions.devices.page import devices_blocks

    return devices_blocks(work, found, seen)


def _figures(found: Devices) -> Any:
    from explainer.questions.devices.figures import devices_figures

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
