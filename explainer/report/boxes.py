"""Chapters told shorter: mistakes in boxes, each once in a report; steps without their law."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TypeAlias

from explainer.network.units import UNITS_OF_MEMORY
from explainer.page import nodes as n
from explainer.page.height import lines_high
from explainer.page.steps import Seen
from explainer.report.length import Part
from explainer.results.results import Results

SLIPS_IN_A_BOX = 3
LEVEL_OF_GOALS = 4
# How high a goal is below a row, as a share of its height in a cell, which is half as wide.
BELOW = 0.75
# No goal makes a row higher than this, as a page breaks between rows alone.
HIGHEST = 23

Cell: TypeAlias = tuple[n.Block, ...]


def boxed(chapter: Part, most: int = SLIPS_IN_A_BOX, *, hiding: bool = False) -> Part:
    """The same chapter with its mistakes in boxes, of so many at most.

    hiding: whether one that goes unnoticed here may be among them.
    """

    def part(work: Results, seen: Seen) -> list[n.Block]:
        blocks = chapter(work, seen)
        shown = [block for block in blocks if hiding or not _goes_unnoticed(block)]
        return list(_in_boxes(shown, seen, most))

    return part


def _goes_unnoticed(block: n.Block) -> bool:
    return isinstance(block, n.Slip) and block.hides


def beside_slips(chapter: Part) -> Part:
    """The same chapter, its paragraphs beside the box behind them."""

    def part(work: Results, seen: Seen) -> list[n.Block]:
        *blocks, last = chapter(work, seen)
        told = [block for block in blocks if isinstance(block, n.Paragraph)]
        others = [block for block in blocks if not isinstance(block, n.Paragraph)]
        if not told or not isinstance(last, n.Slips):
            return [*blocks, last]
        return [*others, n.Abreast((tuple(told), (last,)))]

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
    """The same chapter, the goals of a layer and its picture in rows of two cells."""

    def part(work: Results, seen: Seen) -> list[n.Block]:
        return list(_in_rows(chapter(work, seen)))

    return part


def _in_rows(blocks: Iterable[n.Block]) -> Iterable[n.Block]:
    goals: list[Cell] = []
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


def _goes_on(cell: Cell, block: n.Block) -> bool:
    """Whether the block belongs to the goal that the cell begins with."""
    if isinstance(block, n.Paragraph):
        return isinstance(cell[0], n.Heading) and block.role != "note"
    return isinstance(cell[0], n.Heading) and isinstance(block, n.Step | n.Slips)


def _rows(goals: Sequence[Cell]) -> Iterable[n.Block]:
    """Rows of two; a last goal alone stands as it is.

    The right cell holds further goals as long as that is less high than a goal below the row. A
    picture stands there, beside the goal behind it.
    """
    rest = list(goals)
    while rest:
        left = rest.pop(0)
        right: Cell = ()
        if isinstance(left[0], n.Figure) and rest:
            left, right = rest.pop(0), left
        while rest and (not right or _is_lower(left, right, rest[0])):
            right += rest.pop(0)
        yield from (n.Abreast((left, right)),) if right else left


def _is_lower(left: Cell, right: Cell, goal: Cell) -> bool:
    """Whether a row grows by less than what the goal takes below it."""
    before, after = max(_high(left), _high(right)), max(_high(left), _high(right + goal))
    return after == before or (after <= HIGHEST and after - before < _high(goal) * BELOW)


def _high(cell: Cell) -> float:
    return sum(map(lines_high, cell))


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
