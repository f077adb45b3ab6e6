"""`--checkpoint`: what is kept, and what is computed again, in so many segments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explainer.memory.segments import Segments, check_segments
from explainer.memory.segments_asked import segments_of
from explainer.network.case import Case
from explainer.questions.option import Question

if TYPE_CHECKING:
    from explainer.document.nodes import Block
    from explainer.document.steps import Seen
    from explainer.memory.checkpoint_search import Checkpointing
    from explainer.results import Results


def _check(case: Case, segments: Segments) -> None:
    check_segments(case.graph, segments)


def _answer(work: Results, segments: Segments) -> Checkpointing:
    from explainer.memory.checkpoint_search import checkpointed

    return checkpointed(work.case, segments)


def _part(work: Results, found: Checkpointing, seen: Seen) -> list[Block]:
    from explainer.document.checkpoint_part import checkpoint_blocks
    from explainer.document.extras_part import Extras

    extras = Extras(work) if work.asked.detail == "full" else None
    return checkpoint_blocks(found, seen, extras)


def _figures(found: Checkpointing) -> Any:
    from explainer.render.checkpoint_figures import checkpoint_figures

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
