"""Values by layer, as bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from explainer.page.inlines import Inlines

Series: TypeAlias = Literal["activations", "parameters"]


@dataclass(frozen=True, slots=True, eq=False)
class BarRow:
    """One row of a chart: a label and its value in each series."""

    label: Inlines
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class BarChart:
    """Values by layer, one panel for each series, every series on its own scale."""

    series: tuple[tuple[Series, Inlines], ...]
    rows: tuple[BarRow, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Mirror:
    """Two values a row, each in percent of its sum: one side to the left, one to the right.

    sides: the two, each with what it is.
    """

    sides: tuple[tuple[Series, Inlines], ...]
    rows: tuple[BarRow, ...]
