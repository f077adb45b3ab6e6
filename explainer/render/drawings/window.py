"""A window sliding along one axis: the pixels in a line, and below them each place of the window.

Padding is dashed, what no place reaches is crossed out, the taps of each place are solid.
A line too long to draw loses its middle, and so does a long list of places.
"""

from __future__ import annotations

from dataclasses import dataclass

from explainer.document import nodes as n
from explainer.render.drawings.fills import patterns
from explainer.render.drawings.picture import WIDTH, Picture, path, rect, short, text

MARGIN = 62.0  # left of the pixels: the names of the lines
LEGEND = 26.0
LARGEST, MOST = 24.0, 64  # the side of a pixel; how many pixels are drawn at most
PITCH = 15.0  # from place to place
FIRST_PLACES, LAST_PLACES = 4, 2
CROSSED = 4  # the fill of what is not read
WORDS = {"H": ("row", "rows"), "W": ("column", "columns")}


@dataclass(frozen=True, slots=True)
class _Line:
    """The pixels that are drawn: the first `head` and those from `tail` on, of `length`."""

    length: int
    head: int
    tail: int

    @property
    def elided(self) -> bool:
        return self.tail > self.head

    @property
    def side(self) -> float:
        drawn = self.head + self.length - self.tail + (2 if self.elided else 0)
        return min(LARGEST, (WIDTH - MARGIN - 2) / drawn)

    def x(self, pixel: int) -> float | None:
        """Where a pixel begins; None in the part that is left out."""
        if pixel <= self.head:
            return MARGIN + pixel * self.side
        if pixel < self.tail:
            return None
        return MARGIN + (pixel - self.tail + self.head + (2 if self.elided else 0)) * self.side


def window(drawing: n.Window, key: str) -> Picture:
    """The pixels, the places, and what the looks mean."""
    places = _places(drawing.places)
    line = _line(drawing)
    body = [
        patterns(key, CROSSED + 1),
        _legend(drawing, key),
        text(0, LEGEND + line.side / 2 + 4, WORDS[drawing.axis][0], "t soft", size=11),
        *(_pixel(i, drawing, line, key) for i in range(line.length)),
        *(_place(place, row, drawing, line) for row, place in enumerate(places)),
    ]
    return Picture(LEGEND + line.side + 10 + PITCH * len(places), "".join(body))


def _span(drawing: n.Window) -> int:
    return drawing.dilation * (drawing.kernel - 1) + 1


def _line(drawing: n.Window) -> _Line:
    padded = drawing.padding_before + drawing.size + drawing.padding_after
    length = max(padded, (drawing.places - 1) * drawing.stride + _span(drawing))
    if length <= MOST:
        return _Line(length, length, length)
    return _Line(length, MOST * 2 // 3, length - MOST // 3)


def _places(count: int) -> list[int | None]:
    """The places drawn, from 0; None stands for those left out."""
    if count <= FIRST_PLACES + LAST_PLACES + 1:
        return list(range(count))
    return [*range(FIRST_PLACES), None, *range(count - LAST_PLACES, count)]


def _look(pixel: int, drawing: n.Window) -> str:
    inside = drawing.padding_before <= pixel < drawing.padding_before + drawing.size
    return "pixel" if inside else "padding"


def _unread(pixel: int, drawing: n.Window) -> bool:
    padded = drawing.padding_before + drawing.size + drawing.padding_after
    return padded - drawing.unread <= pixel < padded


def _pixel(pixel: int, drawing: n.Window, line: _Line, key: str) -> str:
    x = line.x(pixel)
    if x is None:
        return ""
    if pixel == line.tail and line.elided:
        return text(x - line.side, LEGEND + line.side / 2 + 4, "…", "t middle") + _cell(pixel, x, drawing, line, key)
    if pixel == line.head and line.elided:
        return ""
    return _cell(pixel, x, drawing, line, key)


def _cell(pixel: int, x: float, drawing: n.Window, line: _Line, key: str) -> str:
    side = line.side
    if _unread(pixel, drawing):
        box = rect(x, LEGEND, side, side, _look(pixel, drawing) + " unread", fill=f"{key}-{CROSSED}")
    else:
        box = rect(x, LEGEND, side, side, _look(pixel, drawing))
    number = pixel - drawing.padding_before + 1
    if _look(pixel, drawing) == "padding" or not _numbered(number, drawing.size, side):
        return box
    middle, base = x + side / 2, LEGEND + side / 2 + side * 0.16
    if _unread(pixel, drawing):
        box += rect(x + side * 0.14, LEGEND + side * 0.24, side * 0.72, side * 0.52, "patch")
    return box + text(middle, base, str(number), "t digits middle", size=min(10.5, side * 0.52))


def _numbered(number: int, size: int, side: float) -> bool:
    """Whether a pixel has its number: all where there is room, else every fifth and the ends."""
    if side >= 13:
        return True
    return number in (1, size) or (number % 5 == 0 and size - number > 2)


def _place(place: int | None, row: int, drawing: n.Window, line: _Line) -> str:
    """One place of the window: a thin bar over its span, and its taps."""
    top = LEGEND + line.side + 7 + PITCH * row
    if place is None:
        return text(0, top + 8, "…", "t soft", size=11)
    name = text(0, top + 8.5, f"place {place + 1}", "t soft", size=11)
    start = place * drawing.stride
    ends = line.x(start), line.x(start + _span(drawing) - 1)
    if ends[0] is None or ends[1] is None:
        return name
    rail = path(f"M{short(ends[0])} {short(top + 5)}H{short(ends[1] + line.side)}", "axis")
    taps = (line.x(start + tap * drawing.dilation) for tap in range(drawing.kernel))
    drawn = (rect(x + 1, top, line.side - 2, 9.5, "activations", round=1) for x in taps if x is not None)
    return name + rail + "".join(drawn)


def _legend(drawing: n.Window, key: str) -> str:
    """What the looks of a pixel mean, as far as they occur."""
    samples = []
    if drawing.padding_before or drawing.padding_after:
        samples.append((rect(0, 4, 12, 12, "padding"), "padding"))
    if drawing.unread:
        crossed = rect(0, 4, 12, 12, "pixel unread", fill=f"{key}-{CROSSED}")
        samples.append((crossed, "never read"))
    samples.append((rect(0, 5, 12, 9.5, "activations", round=1), "taps of the window"))
    written, x = "", MARGIN
    for box, words in samples:
        written += f'<g transform="translate({short(x)} 0)">{box}{text(18, 14, words, "t soft", size=11)}</g>'
        x += 34 + 6.2 * len(words)
    return written
