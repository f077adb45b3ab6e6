"""Where the volumes of a network stand: in rows, or as a valley where sizes fall and rise again.

In a valley every size of the picture is a row: the way down stands left, the way up right, and
what leads across is a straight line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from explainer.page import drawings as d
from explainer.render.drawings.cuboid import (
    ARC,
    COUNT,
    LABEL,
    TALLEST,
    Place,
    Scale,
    arrow,
    scale_for,
    sides,
)
from explainer.render.drawings.picture import fitted

CELL = 76.0  # a volume with its label, at least
MARGIN = 8.0  # beside the rows, for the way from one to the next
GAP = 12.0  # under a row
MOST_LEVELS = 8
APART = 0.3  # of a cell, between the way down and the way up
LOW = 44.0  # the tallest volume of a valley, which has many rows


@dataclass(frozen=True, slots=True)
class Grid:
    """The places of all volumes, the row and column of each, and how high the whole is."""

    places: tuple[Place, ...]
    cells: tuple[tuple[int, float], ...]
    feet: tuple[float, ...]
    cell: float
    scale: Scale

    @property
    def height(self) -> float:
        """Down to the labels of the last row."""
        return self.feet[-1]


def grid(volumes: Sequence[d.Volume], others: Sequence[d.Volume], top: float, width: float) -> Grid:
    """The volumes from `top` on; others: volumes that have to fit the same scale."""
    deep = valley(volumes, width)
    cells = deep or _rows(len(volumes), width)
    columns = max(column for _, column in cells) + 1
    cell = (width - 2 * MARGIN) / max(columns, 4)
    scale = scale_for([*volumes, *others], cell - 16, LOW if deep else TALLEST)
    boxes = [scale.box(volume) for volume in volumes]
    feet: list[float] = []
    for row in range(max(row for row, _ in cells) + 1):
        own = [i for i, cell_of in enumerate(cells) if cell_of[0] == row]
        head = max(boxes[i].height + _head(volumes, i) for i in own) + _arcs(volumes, cells, row)
        top += head + LABEL + GAP
        feet.append(top)
    places = tuple(
        Place(
            MARGIN + cell * column + (cell - box.width) / 2,
            feet[row] - GAP - LABEL,
            box,
            cell - 5,
        )
        for (row, column), box in zip(cells, boxes, strict=True)
    )
    return Grid(places, tuple(cells), tuple(feet), cell, scale)


def _head(volumes: Sequence[d.Volume], i: int) -> float:
    """What stands above a volume."""
    return 4 + COUNT * (volumes[i].count > 1) + ARC * volumes[i].around + COUNT * _far(volumes, i)


def _far(volumes: Sequence[d.Volume], i: int) -> bool:
    return any(source != i - 1 for source in volumes[i].sources)


def _arcs(volumes: Sequence[d.Volume], cells: Sequence[tuple[int, float]], row: int) -> float:
    """Room for the ways across within a row."""
    ways = (
        (source, i) for i, v in enumerate(volumes) if cells[i][0] == row
        for source in v.sources if source != i - 1 and cells[source][0] == row
    )  # fmt: skip
    return 14.0 if any(ways) else 0.0


def _rows(count: int, width: float) -> list[tuple[int, float]]:
    """Rows of equally many, as few as there is width for."""
    most = int((width - 2 * MARGIN) / CELL)
    columns = ceil(count / ceil(count / most))
    return [(i // columns, i % columns) for i in range(count)]


def valley(volumes: Sequence[d.Volume], width: float) -> list[tuple[int, float]]:
    """The cells where sizes fall, rise again, and are joined across; else none."""
    if any(len(volume.sizes) != 3 for volume in volumes):
        return []
    areas = [height * width for height, width, _ in map(sides, volumes)]
    levels = sorted(set(areas), reverse=True)
    turn = next((i for i, (a, b) in enumerate(pairwise(areas), 1) if b > a), 0)
    falls = all(a >= b for a, b in pairwise(areas[:turn]))
    rises = all(a <= b for a, b in pairwise(areas[turn:]))
    across = any(source < turn for volume in volumes[turn:] for source in volume.sources[:1])
    if not (turn and falls and rises and across and len(levels) <= MOST_LEVELS):
        return []
    rows = [levels.index(area) for area in areas]
    left = max(rows[:turn].count(row) for row in rows[:turn])
    cells: list[tuple[int, float]] = []
    for i, row in enumerate(rows):
        before = sum(1 for j in range(turn if i >= turn else 0, i) if rows[j] == row)
        cells.append((row, before + (left + APART if i >= turn else 0)))
    columns = max(column for _, column in cells) + 1
    return cells if width / columns >= CELL else []


def ways(volumes: Sequence[d.Volume], laid: Grid) -> str:
    """The ways from volume to volume: on, to the next row, across above, or named."""
    drawn = ""
    for i, volume in enumerate(volumes):
        far = [source for source in volume.sources if source != i - 1]
        if i - 1 in volume.sources:
            drawn += _on(laid, i - 1, i)
        same = [source for source in far if laid.cells[source][0] == laid.cells[i][0]]
        drawn += "".join(_across(laid, source, i) for source in same)
        named = [volumes[source].label for source in far if source not in same]
        if named:
            place = laid.places[i]
            above = place.top - 4 - COUNT * (volume.count > 1) - ARC * volume.around
            drawn += fitted(
                place.middle, above, f"← {', '.join(named)}", laid.cell, "t soft middle",
                size=10,
            )  # fmt: skip
    return drawn


def _on(laid: Grid, source: int, target: int) -> str:
    start, end = laid.places[source], laid.places[target]
    (row, column), (next_row, next_column) = laid.cells[source], laid.cells[target]
    if row == next_row:
        high = max(start.half, end.half)
        return arrow([(start.right + 2, high), (end.left - 2, high)])
    out = MARGIN + laid.cell * (column + 1) - 1
    back = MARGIN + laid.cell * next_column - 3
    between = laid.feet[min(row, next_row)] - (GAP / 2 - 2 if next_row > row else GAP - 2)
    return arrow(
        [
            (start.right + 2, start.half), (out, start.half), (out, between), (back, between),
            (back, end.half), (end.left - 2, end.half),
        ]
    )  # fmt: skip


def _across(laid: Grid, source: int, target: int) -> str:
    """Above what stands between."""
    start, end = laid.places[source], laid.places[target]
    between = laid.places[source : target + 1]
    row = laid.cells[source][0]
    tops = [
        place.top for place, cell in zip(between, laid.cells[source : target + 1], strict=True)
        if cell[0] == row
    ]  # fmt: skip
    high = min(tops) - COUNT - 8
    left = start.right - start.box.right / 2
    return arrow([(left, start.top + 1), (left, high), (end.middle, high),
                  (end.middle, end.top - 2)])  # fmt: skip
