"""The drawings of a page as data: what is drawn, and nothing of how."""

from __future__ import annotations

from typing import TypeAlias

from explainer.page.drawings.attention import Attention
from explainer.page.drawings.bars import BarChart, BarRow, Mirror, Series
from explainer.page.drawings.crossing import Crossing
from explainer.page.drawings.curves import Curve, Curves
from explainer.page.drawings.cut import Cut, Piece
from explainer.page.drawings.kernel import Kernel
from explainer.page.drawings.parts import Part, Parts, Stack, Stacks
from explainer.page.drawings.patch import Patch
from explainer.page.drawings.rearranged import Rearranged
from explainer.page.drawings.timeline import Band, Phase, Timeline
from explainer.page.drawings.unrolled import Unrolled
from explainer.page.drawings.use import Use
from explainer.page.drawings.volumes import Opened, Volume, Volumes
from explainer.page.drawings.window import Window

__all__ = [
    "Attention",
    "Band",
    "BarChart",
    "BarRow",
    "Crossing",
    "Curve",
    "Curves",
    "Cut",
    "Drawing",
    "Kernel",
    "Mirror",
    "Opened",
    "Part",
    "Parts",
    "Patch",
    "Phase",
    "Piece",
    "Rearranged",
    "Series",
    "Stack",
    "Stacks",
    "Timeline",
    "Unrolled",
    "Use",
    "Volume",
    "Volumes",
    "Window",
]

Drawing: TypeAlias = (
    Attention
    | BarChart
    | Crossing
    | Curves
    | Cut
    | Kernel
    | Mirror
    | Parts
    | Patch
    | Rearranged
    | Stacks
    | Timeline
    | Unrolled
    | Volumes
    | Window
)
