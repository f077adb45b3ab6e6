"""One block of each sort, opened row by row."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.steps import Seen
from explainer.report.rows import Group, TableRow, opened, rows_of
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
    intro = n.Paragraph(_how_alike([row for row in rows_of(work.case) if row.first.layer is None]))
    return [n.Heading(2, say("worked.blocks"), "blocks"), intro, *told]


def _how_alike(blocks: Sequence[TableRow]) -> n.Inlines:
    """How many blocks there are, and how far they are alike."""
    count, sorts = sum(row.times for row in blocks), {row.first.kinds for row in blocks}
    if len(sorts) > 1:
        return say("worked.blocks_sorts", count=len(sorts))
    if count == 1:
        return say("worked.blocks_one", name=n.User(blocks[0].first.name))
    alike = len({row.first.told for row in blocks}) == 1
    return say("worked.blocks_alike" if alike else "worked.blocks_same_kinds", count=count)


def _opened(group: Group, work: Results) -> n.Table:
    caption = say("worked.block", name=n.User(group.name))
    return table_of(work.case, opened(group, work.case), caption, group.name)
