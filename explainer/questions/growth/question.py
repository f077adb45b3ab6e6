"""`--sensitivity`: how the memory grows with the batch, the image and the width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explainer.options.option import Question, flag

if TYPE_CHECKING:
    from explainer.page.nodes import Block
    from explainer.page.steps import Seen
    from explainer.questions.growth.polynomials import Growths
    from explainer.results.results import Results


def _answer(work: Results, _: bool) -> Growths:
    from explainer.questions.growth.polynomials import growths_of

    return growths_of(work.case)


def _part(work: Results, found: Growths, seen: Seen) -> list[Block]:
    from explainer.questions.growth.page import growth_blocks

    return growth_blocks(work, found, seen)


def _figures(found: Growths) -> Any:
    from explainer.questions.growth.figures import growth_figures

    return growth_figures(found)


SENSITIVITY: Question[bool, Growths] = Question(
    name="sensitivity",
    help="how the memory grows with the batch, the image, the width",
    keyword="whether to show how the memory grows with the batch, the image and the width.",
    row="how the memory grows with the batch, the side of the image and the width, as formulas "
    "and a plot",
    read=flag("sensitivity"),
    answer=_answer,
    part=_part,
    key="sensitivity",
    figures=_figures,
)
