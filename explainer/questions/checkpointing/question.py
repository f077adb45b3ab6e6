"""`--checkpoint`: what is kept, and what is computed again, in so many segments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explainer.network.case import Case
from explainer.network.segments import Segments, check_segments
from explainer.options.option import Question
from explainer.questions.checkpointing.segments import segments_of

if TYPE_CHECKING:
    from explainer.page.nodes import Block
    from explainer.page.steps import Seen
    from explainer.questions.checkpointing.search import Checkpointing
    from explainer.results.results import Results


def _check(case: Case, segments: Segments) -> None:
    check_segments(case.graph, segments)


def _answer(work: Results, segments: Segments) -> Checkpointing:
    from explainer.questions.checkpointing.search import checkpointed

    return checkpointed(work.case, segments)


def _part(work: Results, found: Checkpointing, seen: Seen) -> list[Block]:
    from explainer.page.extras import Extras
    from explainer.questions.checkpointing.page import checkpoint_blocks

    extras = Extras(work) if work.asked.detail == "full" else None
    return checkpoint_blocks(found, seen, extras)


def _figures(found: Checkpointing) -> Any:
    from explainer.questions.checkpointing.figures import checkpoint_figures

    return checkpoint_figures(found)


CHECKPOINT: Question[Segments, Checkpointing] = Question(
    name="checkpoint",
    value="K|best",
    help="gradient checkpointing in K segments",
    keyword="the number of segments of gradient checkpointing, or `best`.",
    row="gradient checkpointing in K segments, or in the best number of them: kept values, peak, "
    "and what is computed again, beside the rule of √n",
    offers=lambda _: ("best",),
    read=segments_of,
    check=_check,
    answer=_answer,
    part=_part,
    key="checkpointing",
    figures=_figures,
)
