"""A window on one axis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A window sliding along one axis with this layer's numbers; the unread end is marked."""

    axis: Literal["H", "W"]
    size: int
    padding_before: int
    padding_after: int
    kernel: int
    stride: int
    dilation: int
    places: int
    unread: int
