"""The axes of a plot: a frame at the left and below, and sizes upwards from 0 with their hairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from explainer.page.scale import marks
from explainer.render.drawings.picture import fitted, path, short


@dataclass(frozen=True)
class Axes:
    """A plot between four sides. most: what lies at the top; 0 lies at the base."""

    left: float
    right: float
    top: float
    base: float
    most: float

    def y(self, value: float) -> float:
        """From above: a value upwards, from 0."""
        return self.base - (self.base - self.top) * value / self.most

    def frame(self) -> str:
        """The two lines that values are read from."""
        left, top = short(self.left), short(self.top)
        return path(f"M{left} {top}V{short(self.base)}H{short(self.right)}", "axis")

    def hair(self, value: float) -> str:
        """A line across at a value."""
        return path(f"M{short(self.left)} {short(self.y(value))}H{short(self.right)}", "hair")

    def sizes(self) -> Iterator[str]:
        """A hair at every round number of bytes, and the number beside it."""
        for size, label in marks(int(self.most)):
            yield self.hair(size)
            room = self.left - 6
            yield fitted(self.left - 5, self.y(size) + 4, label, room, "t soft end", size=10.5)


def dot(x: float, y: float, radius: float) -> str:
    """A point that is marked."""
    across, arc = short(2 * radius), f"a{short(radius)} {short(radius)} 0 1 0"
    return path(f"M{short(x - radius)} {short(y)}{arc} {across} 0{arc} -{across} 0", "mark")
