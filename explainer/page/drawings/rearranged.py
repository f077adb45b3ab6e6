"""The same values in another order or shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from explainer.page.inlines import Inlines

Sheet: TypeAlias = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rearranged:
    """A few values before and after, each by its label, in sheets of rows and columns.

    across: how many sheets stand side by side before, and after. marked: labels to be followed.
    given, made: what is said below both.
    """

    before: tuple[Sheet, ...]
    after: tuple[Sheet, ...]
    across: tuple[int, int]
    marked: frozenset[str]
    given: Inlines
    made: Inlines
