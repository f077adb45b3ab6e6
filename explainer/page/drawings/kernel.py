"""A kernel in a volume."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.page.inlines import Inlines


@dataclass(frozen=True, slots=True, eq=False)
class Kernel:
    """One kernel through the depth of a volume, and the value that it makes.

    channels: of the input; kernel: its height, its width, and how many channels it reads.
    kernels: how many there are, each of which makes a channel. given, made: both shapes.
    weights: what is said of those of one kernel.
    """

    channels: int
    kernel: tuple[int, int, int]
    kernels: int
    given: Inlines
    made: Inlines
    weights: Inlines
