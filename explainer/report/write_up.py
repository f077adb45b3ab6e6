"""From a derivation to a page: a report of the length that is asked, chapter by chapter."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.page.nodes import Page
from explainer.page.sentences import say
from explainer.page.steps import Seen
from explainer.report.full import FULL
from explainer.report.handout import HANDOUT
from explainer.report.length import Length, Part
from explainer.report.one_layer import ONE_LAYER
from explainer.report.worked import WORKED
from explainer.results.results import Results

LENGTHS = {"handout": HANDOUT, "worked": WORKED, "full": FULL}


def write_up(work: Results, *, first: Sequence[Part] = (), further: Sequence[Part] = ()) -> Page:
    """The report; of one layer alone where that is asked.

    first, further: the parts of the questions that were asked: behind the answer, and behind
    the chapters.
    """
    layer, name = work.asked.layer, work.graph.name
    if layer is not None:
        return _page(f"{layer} · {name}", ONE_LAYER, work)
    return _page(name, LENGTHS[work.asked.detail], work, first, further)


def _page(
    title: str,
    length: Length,
    work: Results,
    first: Sequence[Part] = (),
    further: Sequence[Part] = (),
) -> Page:
    seen = Seen()
    answers = [block for part in (*length.opening, *first) for block in part(work, seen)]
    parts = (*length.middle, *further, *length.end)
    blocks = [block for part in parts for block in part(work, seen)]
    more = say("closing.more") if length.more else ()
    return Page(
        title, (*answers, *blocks), leaflet=length.leaflet, more=more, answered=len(answers)
    )
