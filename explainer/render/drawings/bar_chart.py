"""Values by layer as bars: one panel for each series, every series on its own scale."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.page import drawings as d
from explainer.render.drawings.picture import (
    WIDTH,
    Picture,
    fitted,
    path,
    rect,
    short,
    width_of,
)
from explainer.render.literal import plain
from explainer.render.maths.numerals import in_words

PITCH = 17.0  # from row to row
THICK = 9.0  # of a bar
TOP = 30.0  # above the first row: the titles
GAP = 22.0  # between two panels
SIZE = 11.5  # of the letters
# So many rows fill a page of paper; a longer chart goes on in another picture.
ROWS_OF_A_PICTURE = 46


def bar_chart(chart: d.BarChart) -> tuple[Picture, ...]:
    """The chart, cut into pictures that each fit on a page."""
    starts = range(0, max(len(chart.rows), 1), ROWS_OF_A_PICTURE)
    return tuple(_picture(chart, chart.rows[i : i + ROWS_OF_A_PICTURE]) for i in starts)


def _picture(chart: d.BarChart, rows: Sequence[d.BarRow]) -> Picture:
    names = [plain(row.label) for row in rows]
    margin = min(max([40.0, *(width_of(name) * SIZE for name in names)]) + 10, WIDTH * 0.3)
    width = (WIDTH - margin - GAP * (len(chart.series) - 1)) / max(len(chart.series), 1)
    body = [_labels(names, margin)]
    for i, (series, title) in enumerate(chart.series):
        left = margin + i * (width + GAP)
        largest = max((row.values[i] for row in chart.rows), default=0)
        values = [row.values[i] for row in rows]
        body.append(_title(left, series, plain(title), width))
        body.append(_bars(left, width, values, largest, series))
    return Picture(TOP + PITCH * len(rows) + 6, "".join(body))


def _labels(names: Sequence[str], margin: float) -> str:
    """The names of the rows, and a hair line under every row to lead the eye."""
    lines = "".join(f"M0 {short(TOP + PITCH * (i + 1))}H{WIDTH}" for i in range(len(names)))
    written = (fitted(0, _base(i), name, margin - 8, size=SIZE) for i, name in enumerate(names))
    return path(lines, "hair") + "".join(written)


def _title(left: float, series: d.Series, title: str, width: float) -> str:
    """What the panel shows, behind a sample of its bars."""
    sample = rect(left + 0.5, 9, 16, THICK, series, corner=_round(series))
    return sample + fitted(left + 23, 17.5, title, width - 24, "t strong", size=12.5)


def _bars(left: float, width: float, values: Sequence[int], largest: int, series: d.Series) -> str:
    written = max((width_of(in_words(value)) for value in values), default=0) * SIZE + 6
    room = min(written, width * 0.6)
    scale = (width - room) / largest if largest else 0
    axis = path(f"M{short(left)} {short(TOP + 1)}V{short(TOP + PITCH * len(values))}", "axis")
    lengths = enumerate((value, max(value * scale, 1.5)) for value in values)
    bars = (_bar(left, i, value, length, series, room) for i, (value, length) in lengths if value)
    return axis + "".join(bars)


def _bar(left: float, row: int, value: int, length: float, series: d.Series, room: float) -> str:
    """A bar, and its value behind it."""
    top = TOP + PITCH * row + (PITCH - THICK) / 2
    bar = rect(left + 0.5, top, length, THICK, series, corner=min(_round(series), length / 2))
    return bar + fitted(left + length + 5, _base(row), in_words(value), room, size=SIZE)


def _base(row: int) -> float:
    return TOP + PITCH * row + 12.3


def _round(series: d.Series) -> float:
    """Bars of parameters end round and are outlined; those of activations are solid blocks."""
    return THICK / 2 if series == "parameters" else 0
