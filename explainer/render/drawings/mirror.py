"""Shares of two wholes, row by row: one to the left of the names and one to the right.

Both are in percent and on one scale. The left bars are solid, the right ones outlined and round.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from explainer.page import drawings as d
from explainer.page.scale import percent
from explainer.render.drawings.picture import (
    HALF,
    Picture,
    fitted,
    path,
    rect,
    short,
    shortened,
    width_of,
)
from explainer.render.literal import plain

TOP = 22.0  # above the first row: what the sides are
PITCH = 16.0
THICK = 9.0
SIZE = 11.5
LONGEST_NAME = 116.0
LETTERS = 9.0  # the smallest of a name; a longer one loses its middle
NUMBER = 44.0  # room for a share beside its bar


def mirror(drawing: d.Mirror) -> Picture:
    """The rows from top to bottom, with a hair under each to lead the eye."""
    names = [plain(row.label) for row in drawing.rows]
    widest = max((width_of(name) for name in names), default=0) * SIZE
    middle = min(max(widest + 8, 40.0), LONGEST_NAME)
    ends = (HALF - middle) / 2, (HALF + middle) / 2
    body = [*_titles(drawing, ends), *_lines(len(names), ends)]
    for i, name in enumerate(names):
        room = middle - 6
        shown = shortened(name, room / LETTERS)
        body.append(fitted(HALF / 2, _base(i), shown, room, "t middle", size=SIZE))
        body += _bars(drawing, i, ends)
    return Picture(TOP + PITCH * len(names) + 4, "".join(body), HALF)


def _titles(drawing: d.Mirror, ends: tuple[float, float]) -> Iterator[str]:
    """What each side is, by a sample of its bars."""
    for (series, title), end, sign in zip(drawing.sides, ends, (-1, 1), strict=True):
        yield rect(end + (0 if sign > 0 else -14), 4, 14, THICK, series, corner=_round(series))
        look = "t strong end" if sign < 0 else "t strong"
        yield fitted(end + sign * 20, 12.5, plain(title), ends[0] - 22, look, size=SIZE)


def _lines(rows: int, ends: tuple[float, float]) -> Iterator[str]:
    hairs = "".join(f"M0 {short(TOP + PITCH * (i + 1))}H{HALF}" for i in range(rows))
    yield path(hairs, "hair")
    for end in ends:
        yield path(f"M{short(end)} {short(TOP)}v{short(PITCH * rows)}", "axis")


def _bars(drawing: d.Mirror, row: int, ends: tuple[float, float]) -> Iterator[str]:
    """Both bars of a row, each with its share at its end."""
    wholes = [sum(each.values[side] for each in drawing.rows) for side in (0, 1)]
    scale = (ends[0] - NUMBER) / max(float(_longest(drawing, wholes)), 1e-9)
    for side, ((series, _), end, sign) in enumerate(zip(drawing.sides, ends, (-1, 1), strict=True)):
        value, whole = drawing.rows[row].values[side], wholes[side]
        long = max(value / whole * scale, 1.0) if value else 0.0
        if value:
            left = end if sign > 0 else end - long
            corner = min(_round(series), long / 2)
            yield rect(left, _base(row) - 8.5, long, THICK, series, corner=corner)
        look = ("t" if value else "t soft") + (" end" if sign < 0 else "")
        said = percent(value, whole) if value else "0"
        yield fitted(end + sign * (long + 4), _base(row), said, NUMBER - 5, look, size=10.5)


def _longest(drawing: d.Mirror, wholes: list[int]) -> Fraction:
    """The largest share of all."""
    shares = (
        Fraction(row.values[side], wholes[side])
        for row in drawing.rows
        for side in (0, 1)
        if wholes[side]
    )
    return max(shares, default=Fraction(1))


def _base(row: int) -> float:
    return TOP + PITCH * row + 12


def _round(series: d.Series) -> float:
    return THICK / 2 if series == "parameters" else 0
