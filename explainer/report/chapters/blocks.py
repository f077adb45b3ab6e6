"""One block of each sort, opened row by row."""

from __future__ import annotations

from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.steps import Seen
from explainer.report.rows import Group, opened, rows_of
from explainer.report.table import table_of
from explainer.results.results import Results


def opened_blocks(work: Results, seen: Seen) -> list[n.Block]:
    """One block of each sort, row by row."""
    sorts: dict[tuple[str, ...], Group] = {}
    for row in rows_of(work.case):
        if row.first.layer is None:
            sorts.setdefault(row.first.kinds, row.first)
    if not sorts:
        return []
    told = [_opened(group, work) for group in sorts.values()]
    intro = n.Paragraph(say("worked.blocks_intro", count=len(sorts)))
    return [n.Heading(2, say("worked.blocks"), "blocks"), intro, *told]


def _opened(group: Group, work: Results) -> n.Table:
    caption = say("worked.block", name=n.User(group.name))
    return table_of(work.case, opened(group, work.case), caption, group.name)
