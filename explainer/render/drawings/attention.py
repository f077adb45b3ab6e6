"""Attention on one scale: queries, keys, values, and a map of shares for every head.

The three are divided by thin lines into the channels of each head. Where something smaller is
kept in place of a map, its left edge is thick.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from explainer.page import drawings as d
from explainer.render.drawings.picture import (
    HALF,
    Picture,
    fitted,
    path,
    rect,
    short,
    width_of,
)
from explainer.render.literal import plain

TALLEST = 104.0  # the maps, and what stands beside them
APART = 7.0  # from one to the next
BETWEEN = 26.0  # from the three to the maps
LEAST = 160.0  # of the width, for what is written under the three and under the maps
EDGE = 3.5  # thick
MOST_LINES = 24  # heads whose channels are told apart by lines
SIZE = 11.5
PITCH = 15.0

Grid = tuple[int, int]  # columns and rows


def attention(drawing: d.Attention) -> Picture:
    """The three to the left, the maps to the right, and under both how much they are."""
    three = (1, 3) if drawing.channels >= drawing.positions else (3, 1)
    grids = [(c, ceil(drawing.heads / c)) for c in range(1, drawing.heads + 1)]
    maps = max(grids, key=lambda grid: _scale(drawing, three, grid))
    scale = _scale(drawing, three, maps)
    long, wide = drawing.positions * scale, drawing.channels * scale
    right = max(_along(three[0], wide), LEAST) + BETWEEN
    high = max(_along(three[1], long), _along(maps[1], long))
    body = [
        *_three(drawing, three, wide, long),
        *_maps(drawing, maps, right, long),
        *_told(drawing, right, high + 2),
    ]
    return Picture(high + 2 + 2 * PITCH + 6, "".join(body), HALF)


def _along(count: int, side: float) -> float:
    return count * side + (count - 1) * APART


def _scale(drawing: d.Attention, three: Grid, maps: Grid) -> float:
    """The largest at which both stand side by side, and neither is too high."""
    n, e = drawing.positions, drawing.channels
    room = HALF - 2 - BETWEEN - APART * (three[0] + maps[0] - 2)
    left, right = three[0] * e, maps[0] * n
    across = room / (left + right)
    if min(left, right) * across < LEAST:
        across = (room - LEAST) / max(left, right)
    down = min((TALLEST - APART * (grid[1] - 1)) / (grid[1] * n) for grid in (three, maps))
    return min(across, down)


def _places(count: int, grid: Grid, wide: float, high: float) -> Iterator[tuple[float, float]]:
    """Upper left corners, row by row."""
    for i in range(count):
        yield (wide + APART) * (i % grid[0]), (high + APART) * (i // grid[0])


def _three(drawing: d.Attention, grid: Grid, wide: float, high: float) -> Iterator[str]:
    places = _places(len(drawing.names), grid, wide, high)
    longest = max(width_of(plain(name)) for name in drawing.names)
    named = longest * SIZE + 8 <= wide and high >= SIZE + 6
    for name, (x, y) in zip(drawing.names, places, strict=True):
        yield rect(1 + x, 1 + y, wide, high, "pixel")
        if drawing.heads <= MOST_LINES:
            step = wide / drawing.heads
            yield path(
                "".join(
                    f"M{short(1 + x + step * i)} {short(1 + y)}v{short(high)}"
                    for i in range(1, drawing.heads)
                ),
                "hair",
            )
        written = plain(name)
        needed = width_of(written) * SIZE
        if named:
            middle, base = 1 + x + wide / 2, 1 + y + high / 2
            yield rect(middle - needed / 2 - 3, base - 8, needed + 6, 16, "patch")
            yield fitted(middle, base + 4, written, wide, "t middle", size=SIZE)


def _maps(drawing: d.Attention, grid: Grid, left: float, side: float) -> Iterator[str]:
    for x, y in _places(drawing.heads, grid, side, side):
        yield rect(left + x, 1 + y, side, side, "tap")
        if drawing.marked:
            yield rect(left + x, 1 + y, min(EDGE, side / 6), side, "thick")


def _told(drawing: d.Attention, right: float, base: float) -> Iterator[str]:
    """Under the three and under the maps: how many values, and what twice the positions are."""
    columns = ((1.0, right - 10, drawing.given), (right, HALF - right, drawing.shares))
    for (x, room, written), double in zip(columns, drawing.doubled, strict=True):
        yield fitted(x, base + PITCH, plain(written), room, "t strong", size=SIZE)
        yield fitted(x, base + 2 * PITCH, plain(double), room, size=SIZE)
