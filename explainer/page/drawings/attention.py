"""Attention on one scale."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.page.inlines import Inlines


@dataclass(frozen=True, slots=True, eq=False)
class Attention:
    """Queries, keys and values of a sequence beside the shares of every head, on one scale.

    names: the three, each positions × channels; the shares are heads times positions × positions.
    given, shares: how many values both are; doubled: what both are with twice the positions.
    marked: whether one edge of every map of shares stands for what is kept in place of it.
    """

    positions: int
    channels: int
    heads: int
    names: tuple[Inlines, ...]
    given: Inlines
    shares: Inlines
    doubled: tuple[Inlines, Inlines]
    marked: bool
