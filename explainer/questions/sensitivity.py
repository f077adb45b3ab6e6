"""`--sensitivity`: how the memory grows with the batch, the image and the width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explainer.questions.option import Question, flag

if TYPE_CHECKING:
    from explainer.document.nodes import Block
    from explainer.document.steps import Seen
    from explainer.results import Results


def _part(work: Results, _: bool, seen: Seen) -> list[Block]:
    from explainer.document.growth_part import growth_blocks
    from explainer.growth.found import growths_of

    return growth_blocks(work, growths_of(work.case), seen)


def _figures(work: Results, _: bool) -> Any:
    from explainer.growth.found import growths_of
    from explainer.render.growth_figures import growth_figures

    return growth_figures(growths_of(work.case))


SENSITIVITY: Question[bool] = Question(
    name="sensitivity",
    help="how the memory grows with the batch, the image, the width",
    keyword="whether to show how the memory grows with the batch, the image and the width.",
    row="how the memory grows with the batch, the side of the image and the width, as formulas "
    "and a plot",
    read=flag("sensitivity"),
    part=_part,
    key="sensitivity",
    figures=_figures,
)
