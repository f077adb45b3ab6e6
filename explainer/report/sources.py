"""Where the rules come from, as links."""

from __future__ import annotations

from explainer.page import nodes as n
from explainer.page.citation import cited
from explainer.page.sentences import say
from explainer.page.steps import Seen
from explainer.page.wording import joined
from explainer.report.claims import cited_in
from explainer.report.rows import adds
from explainer.results.results import Results


def sources(work: Results, seen: Seen) -> list[n.Block]:
    """The model's, the account's, and the rule of each kind that has a row."""
    return [n.Heading(2, say("part.sources"), "sources"), n.Paragraph(_told(work), "note")]


def sources_line(work: Results, seen: Seen) -> list[n.Block]:
    """The same in one paragraph."""
    title = n.Strong(say("sources.line"))
    return [n.Paragraph((title, n.Words(" "), *_told(work)), "note", "sources")]


def _told(work: Results) -> n.Inlines:
    kinds = {
        node.kind: node.layer.reference
        for node in work.graph.nodes
        if node.layer.reference and adds(node)
    }
    parts = [say("sources.account")]
    own, *others = [cited(source) for source in cited_in(work)] or [()]
    if others:
        parts.insert(0, say("sources.cited", sources=joined(others, "; ")))
    if own:
        parts.insert(0, say("sources.model", source=own))
    if kinds:
        links: list[n.Inlines] = [
            (n.Link((n.Code(kind),), address),) for kind, address in kinds.items()
        ]
        parts.append(say("sources.rules", links=joined(links)))
    return joined(parts, " ")
