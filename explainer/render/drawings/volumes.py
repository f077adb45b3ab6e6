"""The volumes of a network side by side: height and width as they are, depth as thickness.

Both are drawn to a scale that keeps the small ones visible (the square root of the
height, the logarithm of the depth), so the picture compares and does not measure.
"""

from __future__ import annotations

import math

from explainer.document import nodes as n
from explainer.render.drawings.fills import COUNT, fill, patterns
from explainer.render.drawings.picture import WIDTH, Picture, fitted, path, rect, short

IN_A_ROW = 24
TALLEST = 118.0
LEAST = 7.0  # the height of a volume of 1×1
ROOM = 74.0  # under the volumes, for labels that are turned
FLAT_ROOM = 36.0  # for labels side by side
LEVEL = 84.0  # so wide a place takes a label that is not turned
LEGEND = 22.0


def volumes(drawing: n.Volumes, key: str) -> Picture:
    """The volumes, in rows of at most IN_A_ROW, and what their patterns mean."""
    kinds = list(dict.fromkeys(volume.kind for volume in drawing.volumes))
    rows = [drawing.volumes[i : i + IN_A_ROW] for i in range(0, len(drawing.volumes), IN_A_ROW)]
    step = WIDTH / max(len(rows[0]), 4) if rows else WIDTH
    high = TALLEST + 20 + (FLAT_ROOM if step >= LEVEL else ROOM)
    sizes = _Scale(drawing.volumes, step)
    body = [patterns(key, len(kinds)), _legend(kinds, key)]
    for i, row in enumerate(rows):
        ground = LEGEND + 16 + i * high + TALLEST
        for j, volume in enumerate(row):
            left = step * j + 3
            look = fill(key, kinds.index(volume.kind))
            body += [_box(volume, left, ground, look, sizes), _label(volume, left, ground, step, sizes)]
    return Picture(LEGEND + high * len(rows), "".join(body))


class _Scale:
    """How large the volumes are drawn."""

    def __init__(self, drawn: tuple[n.Volume, ...], step: float) -> None:
        self.tallest = max((max(v.height, v.width) for v in drawn), default=1)
        self.deepest = max((v.channels for v in drawn), default=1)
        self.thickest = step * 0.5

    def high(self, size: int) -> float:
        """A height or a width."""
        return LEAST + (TALLEST - LEAST) * math.sqrt(size / self.tallest) * 0.86

    def thick(self, channels: int) -> float:
        """A depth."""
        return 2 + (self.thickest - 2) * math.log2(1 + channels) / math.log2(1 + self.deepest)


def _box(volume: n.Volume, left: float, ground: float, look: str, sizes: _Scale) -> str:
    """A cuboid: its front face has the depth as its width, its side leans back."""
    high, thick = sizes.high(volume.height), sizes.thick(volume.channels)
    back = sizes.high(volume.width)
    dx, dy = _lean(back, sizes)
    top = ground - high
    front = rect(left, top, thick, high, "edge", fill=look)
    lid = f"M{_at(left, top)}l{_at(dx, -dy)}h{short(thick)}l{_at(-dx, dy)}z"
    side = f"M{_at(left + thick, top)}l{_at(dx, -dy)}v{short(high)}l{_at(-dx, dy)}z"
    return front + path(lid, "lid") + path(side, "side")


def _lean(back: float, sizes: _Scale) -> tuple[float, float]:
    """How far the side leans to the right and up."""
    return min(back * 0.16, sizes.thickest * 0.8), back * 0.14


def _at(x: float, y: float) -> str:
    return f"{short(x)} {short(y)}"


def _label(volume: n.Volume, left: float, ground: float, step: float, sizes: _Scale) -> str:
    size = f"{volume.height}×{volume.width}×{volume.channels}"
    if volume.height == volume.width == 1:
        size = f"{volume.channels}"
    if step >= LEVEL:
        name = fitted(left, ground + 16, volume.label, step - 8, "t strong", size=11.5)
        return name + fitted(left, ground + 30, size, step - 8, "t soft", size=11)
    middle = left + sizes.thick(volume.channels) / 2
    turned = -58 if step > 22 else -70
    name = fitted(middle + 1, ground + 11, volume.label, ROOM - 2, "t strong end", size=10.5, turn=turned)
    return name + fitted(middle + 11, ground + 13, size, ROOM - 2, "t soft end", size=9.5, turn=turned)


def _legend(kinds: list[str], key: str) -> str:
    """Each kind with its pattern, as many as there are patterns for."""
    place = min(WIDTH / max(len(kinds), 1), 150)
    drawn = []
    for i, kind in enumerate(kinds[:COUNT]):
        drawn.append(rect(place * i + 0.75, 1.5, 16, 11, "edge", fill=fill(key, i)))
        drawn.append(fitted(place * i + 23, 11, kind, place - 30, "t soft", size=11))
    return "".join(drawn)
