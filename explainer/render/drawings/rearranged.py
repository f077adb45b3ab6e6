"""The same values before and after, as cells with labels; some are tinted, to be followed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from explainer.page import drawings as d
from explainer.page.drawings.rearranged import Sheet
from explainer.render.drawings.picture import HALF, Picture, fitted, path, rect, short
from explainer.render.literal import plain

LARGEST = 24.0  # a cell
HIGHEST = 150.0
APART = 8.0  # from sheet to sheet
ARROW = 44.0
LEAST = 100.0  # before what is after, for what is written there
LINE = 16.0
SIZE = 11.5

Extent = tuple[float, float]


def rearranged(drawing: d.Rearranged) -> Picture:
    """The sheets before, an arrow, and the sheets after; below both what they are of."""
    both = (drawing.before, drawing.after)
    cell = min(LARGEST, _fitting(both, drawing.across))
    before, after = (
        _extent(sheets, across, cell) for sheets, across in zip(both, drawing.across, strict=True)
    )
    high = max(before[1], after[1])
    between = max(ARROW, LEAST - before[0])
    left, right = 1.0, 1 + before[0] + between
    body = [
        *_drawn(drawing, drawing.before, drawing.across[0], (left, (high - before[1]) / 2), cell),
        _arrow(left + before[0] + (between - ARROW) / 2, 1 + high / 2),
        *_drawn(drawing, drawing.after, drawing.across[1], (right, (high - after[1]) / 2), cell),
        fitted(left, high + LINE, plain(drawing.given), right - left - 8, size=SIZE),
        fitted(right, high + LINE, plain(drawing.made), HALF - right, size=SIZE),
    ]
    return Picture(high + LINE + 5, "".join(body), HALF)


def _fitting(both: Sequence[Sequence[Sheet]], across: Sequence[int]) -> float:
    """The side of a cell at which all stands side by side, and is not too high."""
    sizes = [_cells(sheets, count) for sheets, count in zip(both, across, strict=True)]
    gaps = sum(count - 1 for count in across) * APART
    wide = (HALF - 2 - ARROW - gaps) / sum(columns for columns, _ in sizes)
    high = min(
        (HIGHEST - APART * (ceil(len(sheets) / count) - 1)) / rows
        for (_, rows), sheets, count in zip(sizes, both, across, strict=True)
    )
    return min(wide, high)


def _cells(sheets: Sequence[Sheet], across: int) -> tuple[int, int]:
    """Columns and rows of cells in all."""
    rows, columns = len(sheets[0]), len(sheets[0][0])
    return columns * min(across, len(sheets)), rows * ceil(len(sheets) / across)


def _extent(sheets: Sequence[Sheet], across: int, cell: float) -> Extent:
    columns, rows = _cells(sheets, across)
    side, down = min(across, len(sheets)) - 1, ceil(len(sheets) / across) - 1
    return columns * cell + side * APART, rows * cell + down * APART


def _drawn(
    drawing: d.Rearranged, sheets: Sequence[Sheet], across: int, corner: Extent, cell: float
) -> Iterator[str]:
    rows, columns = len(sheets[0]), len(sheets[0][0])
    for number, sheet in enumerate(sheets):
        left = corner[0] + (columns * cell + APART) * (number % across)
        top = 1 + corner[1] + (rows * cell + APART) * (number // across)
        for i, row in enumerate(sheet):
            for j, label in enumerate(row):
                yield from _cell(drawing, label, left + cell * j, top + cell * i, cell)
        outline = f"h{short(cell * columns)}v{short(cell * rows)}h{short(-cell * columns)}Z"
        yield path(f"M{short(left)} {short(top)}{outline}", "border")


def _cell(drawing: d.Rearranged, label: str, x: float, y: float, cell: float) -> Iterator[str]:
    followed = label in drawing.marked
    yield rect(x, y, cell, cell, "tap" if followed else "pixel")
    look = "t strong middle" if followed else "t middle"
    yield fitted(x + cell / 2, y + cell / 2 + 4, label, cell - 2, look, size=12)


def _arrow(x: float, y: float) -> str:
    return path(f"M{short(x + 9)} {short(y)}H{short(x + ARROW - 9)}l-6 -4m6 4l-6 4", "box")
