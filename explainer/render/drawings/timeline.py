"""Memory over time: what is alive moment by moment, stacked by what it is for.

Every moment is as wide as its neighbours in the phase; a phase is at least as wide as its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby

from explainer.page import drawings as d
from explainer.render.drawings.axes import Axes, dot
from explainer.render.drawings.fills import COUNT, OF_USE, filled, patterns, shape
from explainer.render.drawings.picture import HALF, Picture, fitted, path, short, width_of
from explainer.render.literal import plain

LEFT, TOP, HIGH = 46.0, 30.0, 110.0
WIDE, BASE = HALF - LEFT - 1, TOP + HIGH
SIZE = 11.5  # of the letters
LINE = 17.0  # from line to line of the legend
COLUMNS = 2


def timeline(drawing: d.Timeline, key: str) -> Picture:
    """The bands on their axes, the highest moment, the line across, and what the fills mean."""
    plot = _Plot(drawing)
    body = [
        patterns(key, COUNT),
        *plot.axes.sizes(),
        *_bands(drawing, plot, key),
        *_phases(drawing, plot),
        _across(drawing, plot),
        *_mark(drawing, plot),
        *_legend(drawing, key),
    ]
    rows = -(-(len(_shown(drawing)) + 1) // COLUMNS)
    return Picture(BASE + 24 + LINE * rows, "".join(body), HALF)


@dataclass(frozen=True)
class _Plot:
    """Where a moment and a size lie."""

    drawing: d.Timeline

    @cached_property
    def axes(self) -> Axes:
        """Up to the largest size that is drawn."""
        most = max(*self.tops[-1], self.drawing.across, 1)
        return Axes(LEFT, HALF - 1, TOP, BASE, most)

    @cached_property
    def tops(self) -> list[tuple[int, ...]]:
        """Where each band ends at every moment, in bytes, from the lowest band up."""
        added = accumulate(
            (band.sizes for band in self.drawing.bands),
            lambda below, sizes: tuple(map(sum, zip(below, sizes, strict=True))),
        )
        return list(added)

    @property
    def phases(self) -> list[float]:
        """How wide each phase is: by its moments, but not narrower than its name."""
        least = [width_of(plain(phase.label)) * SIZE + 6 for phase in self.drawing.phases]
        if sum(least) >= WIDE:
            return [WIDE * room / sum(least) for room in least]
        narrow: set[int] = set()
        while True:
            free = WIDE - sum(least[i] for i in narrow)
            wide = [i for i in range(len(least)) if i not in narrow]
            whole = sum(self.drawing.phases[i].moments for i in wide)
            found = {i: free * self.drawing.phases[i].moments / whole for i in wide}
            tight = {i for i, room in found.items() if room < least[i]}
            if not tight:
                return [found.get(i, least[i]) for i in range(len(least))]
            narrow |= tight

    @property
    def edges(self) -> list[float]:
        """Where each moment begins, and where the last one ends."""
        wide = zip(self.drawing.phases, self.phases, strict=True)
        steps = (room / phase.moments for phase, room in wide for _ in range(phase.moments))
        return list(accumulate(steps, initial=LEFT))


def _bands(drawing: d.Timeline, plot: _Plot, key: str) -> Iterator[str]:
    """Each band between the one below it and its own top."""
    edges, below = plot.edges, (0,) * len(drawing.bands[0].sizes)
    for band, top in zip(drawing.bands, plot.tops, strict=True):
        if any(band.sizes):
            up = _outline(edges, top, plot)
            back = _outline(edges, below, plot)[::-1]
            line = "L".join(f"{_at(x)} {_at(y)}" for x, y in up + back)
            yield shape(f"M{line}Z", key, OF_USE[band.use])
        below = top


def _outline(
    edges: Sequence[float], sizes: Sequence[int], plot: _Plot
) -> list[tuple[float, float]]:
    """The corners of a line that is level within a moment."""
    corners = []
    for size, moments in groupby(range(len(sizes)), key=lambda i: sizes[i]):
        stretch = list(moments)
        y = plot.axes.y(size)
        corners += [(edges[stretch[0]], y), (edges[stretch[-1] + 1], y)]
    return corners


def _at(place: float) -> str:
    """A coordinate with one decimal, of which a picture has thousands."""
    return short(round(place, 1))


def _phases(drawing: d.Timeline, plot: _Plot) -> Iterator[str]:
    """A line where a phase begins, and its name."""
    starts = list(accumulate(plot.phases, initial=LEFT))
    for number, (phase, room) in enumerate(zip(drawing.phases, plot.phases, strict=True)):
        start = starts[number]
        if number:
            yield path(f"M{short(start)} {short(TOP)}V{short(BASE + 16)}", "parting")
        named = plain(phase.label)
        yield fitted(start + room / 2, BASE + 14, named, room - 3, "t middle", size=SIZE)
    yield plot.axes.frame()


def _across(drawing: d.Timeline, plot: _Plot) -> str:
    return path(f"M{short(LEFT)} {short(plot.axes.y(drawing.across))}H{HALF - 1}", "curve curve1")


def _mark(drawing: d.Timeline, plot: _Plot) -> Iterator[str]:
    """A point on the highest moment, a line up from it, and what is said there."""
    edges, at = plot.edges, drawing.peak
    x, y = (edges[at] + edges[at + 1]) / 2, plot.axes.y(plot.tops[-1][at])
    yield path(f"M{short(x)} 17V{short(y)}", "axis")
    yield dot(x, y, 3)
    said = plain(drawing.label)
    half = min(width_of(said) * 12, HALF) / 2
    middle = min(max(x, half), HALF - half)
    yield fitted(middle, 11, said, HALF, "t strong middle", size=12)


def _shown(drawing: d.Timeline) -> list[d.Band]:
    return [band for band in drawing.bands if any(band.sizes)]


def _legend(drawing: d.Timeline, key: str) -> Iterator[str]:
    """The bands from the lowest up, and the line across."""
    wide = HALF / COLUMNS
    for number, band in enumerate(_shown(drawing)):
        x, base = _place(number)
        yield filled(x + 0.75, base - 10, 20, 12, key, OF_USE[band.use])
        yield fitted(x + 27, base, plain(band.label), wide - 33, size=SIZE)
    x, base = _place(len(_shown(drawing)))
    yield path(f"M{short(x)} {short(base - 4)}h21", "curve curve1")
    yield fitted(x + 27, base, plain(drawing.across_label), wide - 33, size=SIZE)


def _place(number: int) -> tuple[float, float]:
    """Where an entry of the legend stands: column by column in each row."""
    row, column = divmod(number, COLUMNS)
    return column * HALF / COLUMNS, BASE + 37 + LINE * row
