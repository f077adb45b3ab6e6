"""The mistakes of a step in one box, of at most three, each told once in a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from explainer.page import nodes as n
from explainer.page.steps import Seen
from explainer.report.length import Part
from explainer.results.results import Results

SLIPS_IN_A_BOX = 3


def boxed(chapter: Part) -> Part:
    """The same chapter with its mistakes in boxes."""

    def part(work: Results, seen: Seen) -> list[n.Block]:
        return list(_in_boxes(chapter(work, seen), seen))

    return part


def _in_boxes(blocks: Iterable[n.Block], seen: Seen) -> Iterable[n.Block]:
    for are_slips, together in groupby(blocks, key=lambda block: isinstance(block, n.Slip)):
        if not are_slips:
            yield from together
            continue
        chosen = _chosen([block for block in together if isinstance(block, n.Slip)], seen)
        if chosen:
            yield n.Slips(chosen)


def _chosen(slips: Sequence[n.Slip], seen: Seen) -> tuple[n.Slip, ...]:
    """Those with wrong numbers of their own, then one that goes unnoticed."""
    fresh = [slip for slip in slips if slip.name not in seen.boxed]
    different = {slip.lines[-1]: slip for slip in reversed(fresh) if not slip.hides}
    showing = [slip for slip in fresh if different.get(slip.lines[-1]) is slip]
    hiding = [slip for slip in fresh if slip.hides]
    chosen = (*showing, *hiding[:1])[:SLIPS_IN_A_BOX]
    seen.boxed |= {slip.name for slip in chosen}
    return chosen
