"""A size that rises across a level one."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.page.inlines import Inlines


@dataclass(frozen=True, slots=True, eq=False)
class Crossing:
    """A level size in bytes, and one that rises from 0 with a whole number, and crosses it.

    slope: what each adds; first: the first number at which the rising size is the larger one.
    across: what the number counts.
    """

    level: int
    slope: int
    first: int
    level_label: Inlines
    slope_label: Inlines
    across: Inlines
