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

    assert work.growths
    return growth_blocks(work, work.growths, seen)


def _figures(work: Results, _: bool) -> Any:
    from explainer.render.growth_figures import growth_figures

    assert work.growths
    return growth_figures(work.growths)


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
