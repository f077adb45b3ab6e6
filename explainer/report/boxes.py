"""Chapters told shorter: mistakes in boxes, each once in a report; steps without their law."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from explainer.network.units import UNITS_OF_MEMORY
from explainer.page import nodes as n
from explainer.page.steps import Seen
from explainer.report.length import Part
from explainer.results.results import Results

SLIPS_IN_A_BOX = 3
LEVEL_OF_GOALS = 4


def boxed(chapter: Part, most: int = SLIPS_IN_A_BOX) -> Part:
    """The same chapter with its mistakes in boxes, of so many at most."""

    def part(work: Results, seen: Seen) -> list[n.Block]:
        return list(_in_boxes(chapter(work, seen), seen, most))

    return part


def short(chapter: Part) -> Part:
    """The same chapter, its steps without the general law and what lies between the lines."""

    def part(work: Results, seen: Seen) -> list[n.Block]:
        blocks = chapter(work, seen)
        return [_short(block) if isinstance(block, n.Step) else block for block in blocks]

    return part


def _short(step: n.Step) -> n.Step:
    lines = step.lines if len(step.lines) < 4 else (*step.lines[:2], step.lines[-1])
    return replace(step, law=None, lines=lines)


def abreast(chapter: Part) -> Part:
    """The same chapter, two goals of a layer beside each other, or a picture and the first goal."""

    def part(work: Results, seen: Seen) -> list[n.Block]:
        return list(_in_rows(chapter(work, seen)))

    return part


def _in_rows(blocks: Iterable[n.Block]) -> Iterable[n.Block]:
    goals: list[tuple[n.Block, ...]] = []
    for block in blocks:
        if _begins(block, first=not goals):
            goals.append((block,))
        elif goals and _goes_on(goals[-1], block):
            goals[-1] = (*goals[-1], block)
        else:
            yield from _rows(goals)
            goals = []
            yield block
    yield from _rows(goals)


def _begins(block: n.Block, *, first: bool) -> bool:
    """Whether a cell begins here: at a goal, or at a picture before the goals."""
    if isinstance(block, n.Heading):
        return block.level == LEVEL_OF_GOALS
    return first and isinstance(block, n.Figure)


def _goes_on(cell: tuple[n.Block, ...], block: n.Block) -> bool:
    """Whether the block belongs to the goal that the cell begins with."""
    return isinstance(cell[0], n.Heading) and isinstance(block, n.Step | n.Slips | n.Paragraph)


def _rows(goals: Sequence[tuple[n.Block, ...]]) -> Iterable[n.Block]:
    """Pairs; a last one alone stands as it is."""
    for i in range(0, len(goals), 2):
        pair = goals[i : i + 2]
        if len(pair) > 1:
            yield n.Abreast(tuple(pair))
        else:
            yield from pair[0]


def _in_boxes(blocks: Iterable[n.Block], seen: Seen, most: int) -> Iterable[n.Block]:
    for are_slips, together in groupby(blocks, key=lambda block: isinstance(block, n.Slip)):
        if not are_slips:
            yield from together
            continue
        chosen = _chosen([block for block in together if isinstance(block, n.Slip)], seen, most)
        if chosen:
            yield n.Slips(chosen)


def _chosen(slips: Sequence[n.Slip], seen: Seen, most: int) -> tuple[n.Slip, ...]:
    """Those with wrong numbers of their own, then one that goes unnoticed."""
    fresh = [slip for slip in slips if slip.name not in seen.boxed]
    different = {slip.lines[-1]: slip for slip in reversed(fresh) if not slip.hides}
    showing = [slip for slip in fresh if different.get(slip.lines[-1]) is slip]
    hiding = [slip for slip in fresh if slip.hides]
    chosen = (*showing, *hiding[:1])[:most]
    seen.boxed |= {slip.name for slip in chosen}
    return tuple(map(_in_brief, chosen))


def _in_brief(slip: n.Slip) -> n.Slip:
    """A slip whose working is shown needs no verdict, but one of a unit does."""
    return slip if slip.hides or slip.symbol in UNITS_OF_MEMORY else replace(slip, verdict=())
