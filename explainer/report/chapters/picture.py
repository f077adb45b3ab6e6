"""The picture of the whole."""

from __future__ import annotations

from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.steps import Seen
from explainer.report.overview import overview
from explainer.report.where_memory_lies import where_memory_lies
from explainer.results.results import Results


def network(work: Results, seen: Seen) -> list[n.Block]:
    """The picture of the whole, and where memory lies in it; nothing where there is none."""
    picture = None if work.bare else overview(work.graph)
    if picture is None:
        return []
    return [n.Heading(2, say("worked.network"), "network"), picture, *where_memory_lies(work)]
