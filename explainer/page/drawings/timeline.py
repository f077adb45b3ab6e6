"""What is alive, moment by moment."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.page.drawings.use import Use
from explainer.page.inlines import Inlines


@dataclass(frozen=True, slots=True, eq=False)
class Phase:
    """A stretch of a timeline: its label, and how many of the moments it has."""

    label: Inlines
    moments: int


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """What is alive for one use, in bytes, at every moment of a timeline."""

    use: Use
    label: Inlines
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """What is alive moment by moment, in bytes, its bands stacked from the first one up.

    phases: what the moments belong to, in their order.
    peak: the index of the highest moment, which is marked; label: what is said at it.
    across: a size to compare with, a line over all moments; across_label: what it is.
    """

    bands: tuple[Band, ...]
    phases: tuple[Phase, ...]
    peak: int
    label: Inlines
    across: int
    across_label: Inlines
