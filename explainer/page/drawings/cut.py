"""Parts of an axis."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.page.inlines import Inlines


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A part: how many places it has, and its label; None where it is left out."""

    places: int
    label: Inlines | None


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """An axis cut into pieces, in their order and to scale. label: of the whole."""

    label: Inlines
    pieces: tuple[Piece, ...]
