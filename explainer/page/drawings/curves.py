"""Sizes that grow."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.page.inlines import Inlines


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One curve: its label, and a size in bytes at every factor; the first is not 0."""

    label: Inlines
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """Sizes that grow from one common point, over factors from 1 on; unit: the size at 1."""

    factors: tuple[int, ...]
    curves: tuple[Curve, ...]
    unit: Inlines
