"""A window sliding along one axis: the pixels in a line, and below them each place of the window.

Padding is dashed, what no place reaches is crossed out, the taps of each place are solid.
A line too long to draw loses its middle, and so does a long list of places.
"""

from __future__ import annotations

from dataclasses import dataclass

from explainer.language import sentence
from explainer.page import drawings as d
from explainer.render.drawings.fills import patterns
from explainer.render.drawings.picture import WIDTH, Picture, path, rect, short, text

MARGIN = 62.0  # left of the pixels: the names of the lines
LEGEND = 32.0
LARGEST, MOST = 24.0, 64  # the side of a pixel; how many pixels are drawn at most
SIDE_FOR_A_NUMBER = 15.0  # smaller pixels have their numbers above them
PITCH = 15.0  # from place to place
FIRST_PLACES, LAST_PLACES = 4, 2
CROSSED = 4  # the fill of what is not read
WORDS = {"H": "drawing.row", "W": "drawing.column"}


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


def window(drawing: d.Window, key: str) -> Picture:
    """The pixels, the places, and what the looks mean."""
    places = _places(drawing.places)
    line = _line(drawing)
    body = [
        patterns(key, CROSSED + 1),
        _legend(drawing, key),
        text(0, LEGEND + line.side / 2 + 4, sentence(WORDS[drawing.axis]), "t soft", size=11),
        *(_pixel(i, drawing, line, key) for i in range(line.length)),
        *(_place(place, row, drawing, line) for row, place in enumerate(places)),
    ]
    return Picture(LEGEND + line.side + 10 + PITCH * len(places), "".join(body))


def _span(drawing: d.Window) -> int:
    return drawing.dilation * (drawing.kernel - 1) + 1


def _line(drawing: d.Window) -> _Line:
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


def _look(pixel: int, drawing: d.Window) -> str:
    inside = drawing.padding_before <= pixel < drawing.padding_before + drawing.size
    return "pixel" if inside else "padding"


def _unread(pixel: int, drawing: d.Window) -> bool:
    padded = drawing.padding_before + drawing.size + drawing.padding_after
    return padded - drawing.unread <= pixel < padded


def _pixel(pixel: int, drawing: d.Window, line: _Line, key: str) -> str:
    x = line.x(pixel)
    if x is None:
        return ""
    cell = _cell(pixel, x, drawing, line, key)
    if pixel == line.head and line.elided:
        return ""
    if pixel == line.tail and line.elided:
        return text(x - line.side, LEGEND + line.side / 2 + 4, "…", "t middle") + cell
    return cell


def _cell(pixel: int, x: float, drawing: d.Window, line: _Line, key: str) -> str:
    side, look = line.side, _look(pixel, drawing)
    box = rect(x, LEGEND, side, side, look)
    if _unread(pixel, drawing):
        box += rect(x, LEGEND, side, side, "unread", fill=f"{key}-{CROSSED}")
    number = pixel - drawing.padding_before + 1
    if look == "padding":
        return box
    if side < SIDE_FOR_A_NUMBER:
        return box + _number_above(number, x + side / 2, drawing.size)
    if _unread(pixel, drawing):
        box += rect(x + side * 0.16, LEGEND + side * 0.22, side * 0.68, side * 0.56, "patch")
    base = LEGEND + side / 2 + side * 0.16
    return box + text(x + side / 2, base, str(number), "t middle", size=min(10.5, side * 0.52))


def _number_above(number: int, middle: float, size: int) -> str:
    """The number of every tenth pixel, of the first and of the last, where pixels are small."""
    if number in (1, size) or (number % 10 == 0 and size - number > 3):
        return text(middle, LEGEND - 2.5, str(number), "t soft middle", size=8.5)
    return ""


def _place(place: int | None, row: int, drawing: d.Window, line: _Line) -> str:
    """One place of the window: a thin bar over its span, and its taps."""
    top = LEGEND + line.side + 7 + PITCH * row
    if place is None:
        return text(0, top + 8, "…", "t soft", size=11)
    name = text(0, top + 8.5, sentence("drawing.place", number=place + 1), "t soft", size=11)
    start = place * drawing.stride
    ends = line.x(start), line.x(start + _span(drawing) - 1)
    if ends[0] is None or ends[1] is None:
        return name
    rail = path(f"M{short(ends[0] + 3)} {short(top + 5)}H{short(ends[1] + line.side - 3)}", "axis")
    taps = (line.x(start + tap * drawing.dilation) for tap in range(drawing.kernel))
    drawn = (_tap(x + 1, top, line.side - 2) for x in taps if x is not None)
    return name + rail + "".join(drawn)


def _tap(x: float, top: float, width: float) -> str:
    return rect(x, top, width, 9.5, "activations", corner=1)


def _legend(drawing: d.Window, key: str) -> str:
    """What the looks of a pixel mean, as far as they occur."""
    samples = []
    if drawing.padding_before or drawing.padding_after:
        samples.append((rect(0, 4, 12, 12, "padding"), sentence("drawing.padding")))
    if drawing.unread:
        crossed = rect(0, 4, 12, 12, "unread", fill=f"{key}-{CROSSED}")
        samples.append((rect(0, 4, 12, 12, "pixel") + crossed, sentence("drawing.never_read")))
    samples.append((_tap(0, 5, 12), sentence("drawing.taps")))
    written, x = "", MARGIN
    for box, words in samples:
        meaning = text(18, 14, words, "t soft", size=11)
        written += f'<g transform="translate({short(x)} 0)">{box}{meaning}</g>'
        x += 34 + 6.2 * len(words)
    return written
