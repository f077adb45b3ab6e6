"""One kernel through the depth of a volume: the channels as sheets, a box through all it reads.

The sheets stand one behind the other. Of many the first and the last are drawn. Nothing is to
scale: how many there are is written below.
"""

from __future__ import annotations

from collections.abc import Iterator

from explainer.page import drawings as d
from explainer.render.drawings.fills import COUNT, patterns, shape
from explainer.render.drawings.picture import HALF, Picture, fitted, path, rect, short
from explainer.render.literal import plain

SHEET = 72.0  # the side of a sheet
LEAN = (11.0, 8.0)  # to the sheet behind: to the right, and up
GAP = 1.8  # so many times as far where some are left out
SHEETS = 4  # drawn at most
CELL = 13.0  # a pixel
MOST_CELLS = 4  # a kernel is drawn with at most so many to a side
LEFT, RIGHT = 2.0, 214.0  # where the foremost sheets begin
LIGHT = 3  # the fill of the box's sides
SIZE = 11.5

Corner = tuple[float, float]


def kernel(drawing: d.Kernel, key: str) -> Picture:
    """The input's sheets with the kernel in them, and the output's with the value it makes."""
    given, made = _Pile(drawing.channels, LEFT), _Pile(drawing.kernels, RIGHT)
    base = 4 + SHEET + max(given.deep, made.deep)
    body = [
        patterns(key, COUNT),
        *given.drawn(base),
        *made.drawn(base),
        *_box(drawing, given, base, key),
        rect(RIGHT + CELL, base - SHEET + CELL, CELL, CELL, "edge ground0"),
        fitted(LEFT, base + 15, plain(drawing.given), RIGHT - LEFT - 10, size=SIZE),
        fitted(RIGHT, base + 15, plain(drawing.made), HALF - RIGHT, size=SIZE),
        fitted(LEFT, base + 33, plain(drawing.weights), HALF - LEFT, "t strong", size=12),
    ]
    return Picture(base + 38, "".join(body), HALF)


class _Pile:
    """Sheets one behind the other, from the foremost on; `many`: more than are drawn."""

    def __init__(self, count: int, left: float) -> None:
        self.left, self.many = left, count > SHEETS
        self.steps = [float(i) for i in range(min(count, SHEETS))]
        if self.many:
            self.steps[-1] = self.steps[-2] + GAP

    @property
    def deep(self) -> float:
        """How far the last sheet stands above the foremost."""
        return self.steps[-1] * LEAN[1]

    def corner(self, number: int, base: float) -> Corner:
        """The upper left corner of a sheet; base: the lower edge of the foremost."""
        step = self.steps[number]
        return self.left + LEAN[0] * step, base - SHEET - LEAN[1] * step

    def drawn(self, base: float) -> Iterator[str]:
        """From the last sheet to the foremost, so that each hides what is behind it."""
        for number in reversed(range(len(self.steps))):
            yield rect(*self.corner(number, base), SHEET, SHEET, "pixel")
            if self.many and number == len(self.steps) - 1:
                yield self._dots(base)

    def _dots(self, base: float) -> str:
        """Three dots where sheets are left out, behind the last but one."""
        x, y = self.corner(len(self.steps) - 2, base)
        places = ((x + SHEET + LEAN[0] * s, y + SHEET - LEAN[1] * s) for s in (0.55, 0.9, 1.25))
        return "".join(
            f'<circle cx="{short(a)}" cy="{short(b)}" r="1.1" class="dot"/>' for a, b in places
        )


def _box(drawing: d.Kernel, pile: _Pile, base: float, key: str) -> Iterator[str]:
    """The kernel as a box through the sheets that it reads, and an arrow to the value it makes."""
    high, wide = (min(side, MOST_CELLS) * CELL for side in drawing.kernel[:2])
    x, y = pile.corner(0, base)
    x, y = x + CELL, y + CELL
    last = _last_read(drawing, pile)
    dx, dy = LEAN[0] * pile.steps[last], -LEAN[1] * pile.steps[last]
    if last:
        back, over, up = f"l{short(dx)} {short(dy)}", short(wide), short(high)
        forth = f"l{short(-dx)} {short(-dy)}"
        yield shape(f"M{_at(x, y)}{back}h{over}{forth}Z", key, LIGHT)
        yield shape(f"M{_at(x + wide, y)}{back}v{up}{forth}Z", key, LIGHT)
    yield rect(x, y, wide, high, "edge ground0")
    across = "".join(f"M{_at(x, y + CELL * i)}h{short(wide)}" for i in range(1, int(high / CELL)))
    down = "".join(f"M{_at(x + CELL * i, y)}v{short(high)}" for i in range(1, int(wide / CELL)))
    if across or down:
        yield path(across + down, "grid")
    start, end = (
        _at(x + wide + dx / 2, y + high / 2 + dy / 2),
        (RIGHT + CELL - 3, base - SHEET + CELL * 1.5),
    )
    yield path(f"M{start}L{_at(*end)}l-7 -4m7 4l-7 4", "box")


def _last_read(drawing: d.Kernel, pile: _Pile) -> int:
    """The last of the drawn sheets that the kernel reads; of a group never the last of all."""
    reach, last = drawing.kernel[2], len(pile.steps) - 1
    return last if reach == drawing.channels else min(reach, last) - 1


def _at(x: float, y: float) -> str:
    return f"{short(x)} {short(y)}"
