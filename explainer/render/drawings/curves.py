"""Growth curves from one common point: each with its own mark, its own stroke and its label."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.page import drawings as d
from explainer.page.scale import round_step
from explainer.render.drawings.axes import Axes, dot
from explainer.render.drawings.picture import (
    WIDTH,
    Picture,
    fitted,
    path,
    rect,
    short,
    text,
)
from explainer.render.literal import plain

LEFT, RIGHT, TOP, HIGH = 44.0, 190.0, 22.0, 190.0
BASE = TOP + HIGH
MARK = 4.0
LINE = 14.0  # between the labels of two curves
MOST_TICKS = 6


def curves(drawing: d.Curves) -> Picture:
    """The axes with their ticks, the curves, and at the end of each its label."""
    highest = max(max(curve.values) / curve.values[0] for curve in drawing.curves)
    plot = _Plot(drawing.factors, highest)
    body = [*plot.ticks(), fitted(0, TOP - 10, f"1× = {plain(drawing.unit)}", WIDTH, "t soft")]
    for number, curve in enumerate(drawing.curves):
        points = plot.points(curve.values)
        line = "L".join(f"{short(x)} {short(y)}" for x, y in points)
        body.append(path(f"M{line}", f"curve curve{number}"))
        body += [_mark(number, x, y) for x, y in points[1:]]
    body.append(_mark(-1, *plot.points(drawing.curves[0].values)[0]))
    return Picture(BASE + 34, "".join([*body, *_labels(drawing, plot)]))


class _Plot:
    """Where a factor across lies, and a factor upwards."""

    def __init__(self, factors: Sequence[int], highest: float) -> None:
        self.factors, self.wide = factors, WIDTH - LEFT - RIGHT
        self.axes = Axes(LEFT, LEFT + self.wide, TOP, BASE, highest)

    def x(self, factor: float) -> float:
        """From the left: the factors across."""
        return LEFT + self.wide * (factor - self.factors[0]) / (self.factors[-1] - self.factors[0])

    def points(self, values: Sequence[int]) -> list[tuple[float, float]]:
        """The points of a curve."""
        pairs = zip(self.factors, values, strict=True)
        return [(self.x(factor), self.axes.y(value / values[0])) for factor, value in pairs]

    def ticks(self) -> list[str]:
        """Both axes, a hair at every tick, and the factors beside them."""
        axes, highest = self.axes, self.axes.most
        drawn = [axes.frame()]
        for factor in self.factors:
            drawn.append(path(f"M{short(self.x(factor))} {short(BASE)}v4", "axis"))
            drawn.append(text(self.x(factor), BASE + 17, f"{factor}×", "t soft middle"))
        step = round_step(highest, MOST_TICKS)
        for factor in range(step, int(highest) + 1, step):
            drawn.append(axes.hair(factor))
            drawn.append(text(LEFT - 6, axes.y(factor) + 4, f"{factor}×", "t soft end"))
        return drawn


def _mark(number: int, x: float, y: float) -> str:
    """A circle, a square, a triangle or a diamond; for the common point a filled square."""
    if number < 0:
        return rect(x - MARK / 2, y - MARK / 2, MARK, MARK, "activations")
    if number % 4 == 0:
        return dot(x, y, MARK)
    if number % 4 == 1:
        return rect(x - MARK, y - MARK, 2 * MARK, 2 * MARK, "mark")
    if number % 4 == 3:
        away = short(MARK + 1)
        return path(
            f"M{short(x - MARK - 1)} {short(y)}l{away} -{away}l{away} {away}l-{away} {away}Z",
            "mark",
        )
    left, up = short(x - MARK - 1), short(y + MARK)
    return path(f"M{left} {up}h{short(2 * MARK + 2)}L{short(x)} {short(y - MARK - 1)}Z", "mark")


def _labels(drawing: d.Curves, plot: _Plot) -> list[str]:
    """The labels from the highest curve down, moved apart where they would meet."""
    ends = [(plot.points(c.values)[-1], number) for number, c in enumerate(drawing.curves)]
    drawn, least = [], TOP
    for (x, y), number in sorted(ends, key=lambda end: end[0][1]):
        at = max(y, least)
        least = at + LINE
        mark = _mark(number, x + 16, at)
        label = plain(drawing.curves[number].label)
        drawn += [mark, fitted(x + 26, at + 4, label, RIGHT - 30, "t")]
    return drawn
