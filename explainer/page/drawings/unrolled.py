"""A recurrent layer, position by position."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.page.inlines import Inlines


@dataclass(frozen=True, slots=True, eq=False)
class Unrolled:
    """The positions of a sequence one after the other, and the one set of weights that all use.

    read, state: how many values come in at a position, and from the one before; states: what the
    latter are called, each of which has so many. gates: what the blocks of weights make, each of
    them `state` high; biases: how many columns of those it has. looks: what the columns of a
    block are: for what is read, for the state, biases. shared, counted: said above and below.
    """

    positions: int
    read: int
    state: int
    states: tuple[Inlines, ...]
    gates: tuple[Inlines, ...]
    biases: int
    looks: tuple[Inlines, ...]
    shared: Inlines
    counted: Inlines
