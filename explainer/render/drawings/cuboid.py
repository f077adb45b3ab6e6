"""One volume of a network as a cuboid: height up, channels to the right, width to the back.

All sides of all volumes of a picture are on one logarithmic scale: every doubling adds the
same length, so that 1×1×4096 is as long as 4096 values are, and still fits beside 224×224.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from explainer.page import drawings as d
from explainer.render.drawings.fills import filled
from explainer.render.drawings.picture import fitted, path, short, text
from explainer.render.maths.numerals import in_words

TALLEST = 62.0
MOST_UNIT = 6.0  # for a doubling, where all volumes are small
BACK, UP = 0.3, 0.22  # of a side's length, where it leans back
LABEL = 30.0  # under a volume, for its name and its sizes
COUNT = 13.0  # above it, for how often it comes
ARC = 9.0  # above it, for a way around


def sides(volume: d.Volume) -> tuple[int, int, int]:
    """Height, width and channels; of a sequence its length is the height."""
    match volume.sizes:
        case (height, width, channels):
            return height, width, channels
        case (length, channels):
            return length, 1, channels
        case (features,):
            return 1, 1, features
        case _:
            raise AssertionError(volume.sizes)


def sizes_text(volume: d.Volume) -> str:
    """The sizes as they stand under the volume."""
    if len(volume.sizes) == 1:
        return in_words(volume.sizes[0])
    return "×".join(map(str, volume.sizes))


@dataclass(frozen=True, slots=True)
class Scale:
    """unit: how much longer a doubling makes a side; a side of 1 is one unit long."""

    unit: float

    def long(self, size: int) -> float:
        """A side."""
        return self.unit * (1 + math.log2(size))

    def box(self, volume: d.Volume) -> Box:
        """How large a volume is drawn."""
        height, width, channels = (self.long(size) for size in sides(volume))
        return Box(channels, height, width * BACK, width * UP)


@dataclass(frozen=True, slots=True)
class Box:
    """A cuboid's front, and how far it leans to the right and up."""

    thick: float
    high: float
    right: float
    up: float

    @property
    def width(self) -> float:
        """From its front's left to the right of its side."""
        return self.thick + self.right

    @property
    def height(self) -> float:
        """From its front's foot to the top of its lid."""
        return self.high + self.up


def scale_for(volumes: Iterable[d.Volume], room: float, tallest: float) -> Scale:
    """The largest scale at which every volume fits into a place so wide and so high."""
    boxes = [Scale(1).box(volume) for volume in volumes]
    widest, highest = max(box.width for box in boxes), max(box.height for box in boxes)
    return Scale(min(room / widest, tallest / highest, MOST_UNIT))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a volume stands: its front's left, its foot, its box, and its room for a label."""

    left: float
    ground: float
    box: Box
    room: float

    @property
    def right(self) -> float:
        """Where its side ends."""
        return self.left + self.box.width

    @property
    def middle(self) -> float:
        """Half its width."""
        return self.left + self.box.width / 2

    @property
    def top(self) -> float:
        """The top of its lid."""
        return self.ground - self.box.height

    @property
    def half(self) -> float:
        """Half its front's height, where ways begin and end."""
        return self.ground - self.box.high / 2


def cuboid(volume: d.Volume, place: Place, key: str, fill: int) -> str:
    """The volume with its name, its sizes, its count and the way around inside it."""
    drawn = _sheets(place) if volume.count > 1 else ""
    box, (left, top) = place.box, (place.left, place.ground - place.box.high)
    drawn += filled(left, top, box.thick, box.high, key, fill)
    lid = f"M{at(left, top)}l{at(box.right, -box.up)}h{short(box.thick)}l{at(-box.right, box.up)}z"
    side = (
        f"M{at(left + box.thick, top)}l{at(box.right, -box.up)}v{short(box.high)}"
        f"l{at(-box.right, box.up)}z"
    )
    drawn += path(lid, "lid") + path(side, "side")
    if volume.around:
        drawn += _loop(place)
    if volume.count > 1:
        above = place.top - (ARC if volume.around else 0) - 4
        drawn += text(
            place.left + box.thick / 2, above, f"×{volume.count}", "t strong middle", size=11.5
        )
    return drawn + _label(volume, place)


def _sheets(place: Place) -> str:
    """The edge of another one behind it."""
    box = place.box
    x, y = place.left + 3 + box.right, place.ground - box.high - 3 - box.up
    return path(f"M{at(x, y)}h{short(box.thick)}v{short(box.high)}", "axis")


def _loop(place: Place) -> str:
    """A way that leaves before the block and comes back behind it."""
    start, end, top = place.left - 5, place.right + 5, place.top - ARC
    return path(
        f"M{at(start, place.half)}V{short(top + 5)}q0 -5 5 -5H{short(end - 5)}q5 0 5 5"
        f"V{short(place.half)}",
        "way",
    )


def _label(volume: d.Volume, place: Place) -> str:
    middle, ground = place.middle, place.ground
    name = fitted(middle, ground + 13, volume.label, place.room, "t strong middle", size=11)
    sizes = fitted(middle, ground + 25, sizes_text(volume), place.room, "t soft middle", size=10.5)
    return name + sizes


def at(x: float, y: float) -> str:
    """A point of a path."""
    return f"{short(x)} {short(y)}"


def arrow(points: list[tuple[float, float]], look: str = "flow") -> str:
    """A way along points with a head at its end."""
    (x0, y0), (x, y) = points[-2:]
    far = math.hypot(x - x0, y - y0) or 1.0
    dx, dy = (x - x0) / far, (y - y0) / far
    line = "M" + "L".join(at(*point) for point in points)
    wings = ((x - 4 * dx - s * 2.2 * dy, y - 4 * dy + s * 2.2 * dx) for s in (1, -1))
    head = "L".join(at(*point) for point in wings)
    return path(line, look) + path(f"M{at(x, y)}L{head}z", "head")
