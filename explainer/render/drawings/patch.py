"""A window on a piece of an image with numbers, and the value that it makes of them.

What the window reads is tinted and outlined, and the number that it chooses is reversed; the next
place of it is dashed.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from explainer.page import drawings as d
from explainer.render.drawings.picture import HALF, Picture, fitted, path, rect, short, text
from explainer.render.literal import plain

CELL = 24.0
TOP = 4.0
ARROW = 96.0  # from the image to the value, with what is done above it


def patch(drawing: d.Patch) -> Picture:
    """The numbers, the window in its first and in its next place, the value."""
    rows, columns = len(drawing.numbers), len(drawing.numbers[0])
    end = 1 + CELL * columns
    body = [*_cells(drawing), *_window(drawing), *_value(drawing, end)]
    return Picture(TOP + CELL * rows + 4, "".join(body), HALF)


def _cells(drawing: d.Patch) -> Iterator[str]:
    read = set(product(*drawing.taps))
    for row, numbers in enumerate(drawing.numbers):
        for column, number in enumerate(numbers):
            x, y = 1 + CELL * column, TOP + CELL * row
            inside, chosen = (row, column) in read, (row, column) == drawing.chosen
            yield rect(x, y, CELL, CELL, "activations" if chosen else "tap" if inside else "pixel")
            look = (
                "t strong middle" + (" reversed" if chosen else "") if inside else "t soft middle"
            )
            yield text(x + CELL / 2, y + CELL / 2 + 4.5, str(number), look, size=13)


def _window(drawing: d.Patch) -> Iterator[str]:
    """The first place in a thick line, the next one to the right of it dashed."""
    high, wide = (CELL * (taps[-1] + 1) for taps in drawing.taps)
    yield path(f"M1 {short(TOP)}h{short(wide)}v{short(high)}h-{short(wide)}Z", "box")
    step = CELL * drawing.stride[1]
    if 1 + step + wide <= 2 + CELL * len(drawing.numbers[0]):
        data = f"M{short(1 + step)} {short(TOP + 2)}h{short(wide - 2)}v{short(high - 4)}"
        yield path(f"{data}h-{short(wide - 2)}Z", "next")


def _value(drawing: d.Patch, end: float) -> Iterator[str]:
    """An arrow from the window to its value, and above it what is done."""
    middle = TOP + CELL * (drawing.taps[0][-1] + 1) / 2
    start, stop = end + 8, end + ARROW - 8
    yield path(f"M{short(start)} {short(middle)}H{short(stop)}l-6 -4m6 4l-6 4", "box")
    yield fitted(
        end + ARROW / 2, middle - 7, plain(drawing.does), ARROW - 12, "t middle", size=11.5
    )
    wide = max(CELL, 8.0 * len(drawing.value) + 8)
    yield rect(end + ARROW, middle - CELL / 2, wide, CELL, "tap")
    yield text(end + ARROW + wide / 2, middle + 4.5, drawing.value, "t strong middle", size=13)
