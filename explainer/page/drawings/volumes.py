"""The network's volumes."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.page.inlines import Inlines


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """A volume of a network drawing: its name and its sizes, channels or features last.

    kind: what makes it; empty where several layers do, as a block. count: how often it comes.
    around: whether ways inside the block lead around some of its layers.
    sources: the volumes it is made from, by their place in the drawing.
    tokens: whether it is a row of token numbers.
    """

    label: str
    sizes: tuple[int, ...]
    kind: str
    count: int = 1
    around: bool = False
    sources: tuple[int, ...] = ()
    tokens: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A block of the network with the volumes inside; the first is what it takes."""

    label: Inlines
    volumes: tuple[Volume, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Volumes:
    """The network's volumes with the ways between them, and its blocks opened, one of a sort.

    All sides are on one logarithmic scale: each doubling adds the same length.
    """

    volumes: tuple[Volume, ...]
    opened: tuple[Opened, ...] = ()
