"""A window on a piece of an image."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.page.inlines import Inlines


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """A piece of an image with numbers, a window on it, and the value that the window makes.

    taps: the rows and the columns that the window reads; stride: how far its next place is.
    does: what it does with the numbers; chosen: the row and the column of the one that it takes.
    """

    numbers: tuple[tuple[int, ...], ...]
    taps: tuple[tuple[int, ...], ...]
    stride: tuple[int, int]
    value: str
    does: Inlines
    chosen: tuple[int, int] | None = None
