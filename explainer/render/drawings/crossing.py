"""Two straight lines over whole numbers: one level, one rising from 0, and where they cross.

The level line is solid and the rising one dashed, and each has its name beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from explainer.page import drawings as d
from explainer.page.scale import round_step
from explainer.render.drawings.axes import Axes, dot
from explainer.render.drawings.picture import (
    HALF,
    Picture,
    fitted,
    path,
    rect,
    short,
    text,
    width_of,
)
from explainer.render.literal import plain
from explainer.render.maths.numerals import in_words

LEFT, RIGHT, TOP, HIGH = 46.0, 10.0, 20.0, 98.0
WIDE, BASE = HALF - LEFT - RIGHT, TOP + HIGH
SIZE = 11.5
# The lines cross at about this share of the width, so that both sides show.
CROSS_AT = 0.42
MOST_STEPS = 6


def crossing(drawing: d.Crossing) -> Picture:
    """The axes, both lines, the place from which on the rising one is above, and the names."""
    plot = _Plot(drawing)
    body = [*_axes(plot), *_names(plot), *_lines(plot), *_place(plot)]
    return Picture(BASE + 34, "".join(body), HALF)


class _Plot:
    """Where a number across lies, and a size upwards."""

    def __init__(self, drawing: d.Crossing) -> None:
        self.drawing = drawing
        self.last = max(math.ceil(drawing.level / drawing.slope / CROSS_AT), drawing.first + 1)
        self.axes = Axes(LEFT, LEFT + WIDE, TOP, BASE, drawing.slope * self.last)

    def x(self, number: float) -> float:
        """From the left: numbers across, from 0."""
        return LEFT + WIDE * number / self.last


def _axes(plot: _Plot) -> Iterator[str]:
    yield from plot.axes.sizes()
    step = round_step(plot.last, MOST_STEPS)
    for number in range(step, plot.last + 1, step):
        yield path(f"M{short(plot.x(number))} {short(BASE)}v4", "axis")
        if abs(plot.x(number) - plot.x(plot.drawing.first)) > 16:
            yield text(plot.x(number), BASE + 15, in_words(number), "t soft middle", size=10.5)
    yield plot.axes.frame()
    unit = plain(plot.drawing.across)
    yield fitted(LEFT + WIDE / 2, BASE + 30, unit, WIDE, "t middle", size=SIZE)


def _lines(plot: _Plot) -> Iterator[str]:
    level, end = short(plot.axes.y(plot.drawing.level)), LEFT + WIDE
    yield path(f"M{short(LEFT)} {level}H{short(end)}", "curve par")
    yield path(f"M{short(LEFT)} {short(BASE)}L{short(end)} {short(TOP)}", "curve curve1 act")


def _place(plot: _Plot) -> Iterator[str]:
    """The first number at which the rising line is above, on the axis and on the line."""
    first = plot.drawing.first
    x, y = plot.x(first), plot.axes.y(plot.drawing.slope * first)
    yield path(f"M{short(x)} {short(BASE)}V{short(y)}", "parting")
    yield dot(x, y, 3.5)
    yield text(x, BASE + 15, in_words(first), "t strong middle", size=12.5)


def _names(plot: _Plot) -> Iterator[str]:
    """Each line's name where the other line is not: below on the right, above on the left."""
    x, level = plot.x(plot.drawing.first) + 9, plot.axes.y(plot.drawing.level)
    yield from _name(plain(plot.drawing.level_label), x, level + 15, HALF - x, "")
    end, y = plot.x(plot.last * 0.72) - 14, plot.axes.y(plot.axes.most * 0.72)
    yield from _name(plain(plot.drawing.slope_label), end, y, end - LEFT - 4, "end")


def _name(name: str, x: float, y: float, room: float, anchor: str) -> Iterator[str]:
    """A name on a ground that no hair runs through."""
    wide = min(width_of(name) * SIZE, room)
    yield rect(x - wide if anchor else x, y - 9.5, wide, 13, "patch")
    yield fitted(x, y, name, room, f"t {anchor}".strip(), size=SIZE)
