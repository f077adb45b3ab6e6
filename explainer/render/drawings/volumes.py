"""The volumes of a network side by side: height and width as they are, depth as thickness.

Both are drawn to a scale that keeps the small ones visible (the square root of the
height, the logarithm of the depth), so the picture compares and does not measure.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from explainer.page import nodes as n
from explainer.render.drawings.fills import COUNT, filled, patterns
from explainer.render.drawings.picture import WIDTH, Picture, fitted, path, short

IN_A_ROW = 24
TALLEST = 112.0
LEAST = 7.0  # the height of a volume of 1×1
LEVEL = 84.0  # in so wide a place a label need not be turned
LEGEND = 26.0
LEAN = 16.0  # above the tallest, for its lid


def volumes(drawing: n.Volumes, key: str) -> Picture:
    """The volumes, in rows of at most IN_A_ROW, and what their patterns mean."""
    kinds = list(dict.fromkeys(volume.kind for volume in drawing.volumes))
    scale = _Scale(drawing.volumes)
    rows = [drawing.volumes[i : i + IN_A_ROW] for i in range(0, len(drawing.volumes), IN_A_ROW)]
    tops = (LEGEND + LEAN + i * scale.pitch for i in range(len(rows)))
    drawn = (_row(*pair, scale, kinds, key) for pair in zip(rows, tops, strict=True))
    body = [patterns(key, len(kinds)), _legend(kinds, key), *drawn]
    return Picture(LEGEND + scale.pitch * len(rows), "".join(body))


class _Scale:
    """Where the volumes stand and how large they are drawn."""

    def __init__(self, drawn: Sequence[n.Volume]) -> None:
        places = min(max(len(drawn), 4), IN_A_ROW)
        self.level = WIDTH / places >= LEVEL
        self.left = 1.0 if self.level else 34.0  # the first turned label needs room
        self.step = (WIDTH - self.left) / places
        self.room = 36.0 if self.level else 74.0  # under the volumes, for the labels
        self.pitch = LEAN + TALLEST + self.room
        self.tallest = max((max(v.height, v.width) for v in drawn), default=1)
        self.deepest = max((v.channels for v in drawn), default=1)
        self.thickest = min(self.step * 0.5, 40.0)

    def high(self, size: int) -> float:
        """A height or a width."""
        return LEAST + (TALLEST - LEAST) * math.sqrt(size / self.tallest)

    def thick(self, channels: int) -> float:
        """A depth."""
        return 2 + (self.thickest - 2) * math.log2(1 + channels) / math.log2(1 + self.deepest)

    def lean(self, width: int) -> tuple[float, float]:
        """How far a side of that width leans back: to the right and up."""
        back = self.high(width)
        return min(back * 0.16, self.step * 0.4), back * 0.13


def _row(row: Sequence[n.Volume], top: float, scale: _Scale, kinds: list[str], key: str) -> str:
    drawn = ""
    for i, volume in enumerate(row):
        left, ground = scale.left + scale.step * i, top + TALLEST
        high, thick = scale.high(volume.height), scale.thick(volume.channels)
        drawn += filled(left, ground - high, thick, high, key, kinds.index(volume.kind))
        drawn += _lid_and_side(volume, left, ground, scale) + _label(volume, left, ground, scale)
    return drawn


def _lid_and_side(volume: n.Volume, left: float, ground: float, scale: _Scale) -> str:
    """What makes a cuboid of its front, which is as wide as the volume is deep."""
    high, thick = scale.high(volume.height), scale.thick(volume.channels)
    (dx, dy), top = scale.lean(volume.width), ground - high
    lid = f"M{_at(left, top)}l{_at(dx, -dy)}h{short(thick)}l{_at(-dx, dy)}z"
    side = f"M{_at(left + thick, top)}l{_at(dx, -dy)}v{short(high)}l{_at(-dx, dy)}z"
    return path(lid, "lid") + path(side, "side")


def _at(x: float, y: float) -> str:
    return f"{short(x)} {short(y)}"


def _label(volume: n.Volume, left: float, ground: float, scale: _Scale) -> str:
    """The name and the sizes, side by side under the volume or turned."""
    flat = volume.height == volume.width == 1
    sizes = f"{volume.channels}" if flat else f"{volume.height}×{volume.width}×{volume.channels}"
    if scale.level:
        name = fitted(left, ground + 16, volume.label, scale.step - 8, "t strong", size=11.5)
        return name + fitted(left, ground + 30, sizes, scale.step - 8, "t soft", size=11)
    x, turn = left + scale.thick(volume.channels) / 2, -52 if scale.step > 30 else -66
    name = fitted(x, ground + 12, volume.label, scale.room, "t strong end", size=10.5, turn=turn)
    return name + fitted(x + 11, ground + 15, sizes, scale.room, "t soft end", size=10, turn=turn)


def _legend(kinds: Sequence[str], key: str) -> str:
    """Each kind with its pattern, as many as there are patterns for."""
    place = min(WIDTH / max(len(kinds), 1), 130)
    return "".join(
        filled(place * i + 0.75, 1.5, 16, 11, key, i)
        + fitted(place * i + 23, 11, kind, place - 30, "t soft", size=11)
        for i, kind in enumerate(kinds[:COUNT])
    )
