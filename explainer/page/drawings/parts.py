"""Wholes divided into parts."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.page.drawings.use import Use
from explainer.page.inlines import Inlines


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of a whole, in bytes, and what it is for."""

    label: Inlines
    size: int
    use: Use


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """A whole divided into its parts, as one bar."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """A whole among others: its label, and its parts in bytes."""

    label: Inlines
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Stacks:
    """Wholes divided into the same parts, a bar each, all on one scale. parts: their labels."""

    parts: tuple[Inlines, ...]
    stacks: tuple[Stack, ...]
