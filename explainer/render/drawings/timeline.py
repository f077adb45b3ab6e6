"""Memory over time: a column for each moment, the phases below, the moment of the most marked."""

from __future__ import annotations

from itertools import accumulate

from explainer.page import nodes as n
from explainer.render.drawings.picture import WIDTH, Picture, fitted, path, rect, short
from explainer.render.literal import plain

TOP, HIGH = 24.0, 150.0
BASE = TOP + HIGH
# A narrower phase has no room for its label.
ROOM = 60.0


def timeline(drawing: n.Timeline) -> Picture:
    """The columns from left to right, each as high as its share of the most."""
    wide = WIDTH / len(drawing.sizes)
    most = max(drawing.sizes) or 1
    body = [
        _column(i, size / most, wide, i == drawing.peak) for i, size in enumerate(drawing.sizes)
    ]
    body += [*_phases(drawing, wide), path(f"M0 {short(BASE)}H{WIDTH}", "axis")]
    return Picture(BASE + 22, "".join([*body, *_mark(drawing, wide)]))


def _column(index: int, share: float, wide: float, peak: bool) -> str:
    high = max(HIGH * share, 0.5)
    look = "parameters" if peak else "activations"
    return rect(index * wide, BASE - high, max(wide * 0.86, 0.3), high, look)


def _phases(drawing: n.Timeline, wide: float) -> list[str]:
    """A hair where a phase begins, and its label where there is room."""
    starts = accumulate((phase.moments for phase in drawing.phases), initial=0)
    drawn = []
    for phase, start in zip(drawing.phases, starts, strict=False):
        x, room = start * wide, phase.moments * wide
        drawn.append(path(f"M{short(x)} {short(TOP)}V{short(BASE + 16)}", "hair"))
        if room >= ROOM:
            drawn.append(fitted(x + 4, BASE + 15, plain(phase.label), room - 8, "t soft"))
    return drawn


def _mark(drawing: n.Timeline, wide: float) -> list[str]:
    """A line up from the highest column, and what is said there, on the side with more room."""
    x = (drawing.peak + 0.43) * wide
    left = x > WIDTH / 2
    look, at = ("t strong end", x - 5) if left else ("t strong", x + 5)
    room = x - 10 if left else WIDTH - x - 10
    said = fitted(at, TOP - 10, plain(drawing.label), room, look)
    return [path(f"M{short(x)} {short(TOP - 18)}V{short(TOP)}", "axis"), said]
