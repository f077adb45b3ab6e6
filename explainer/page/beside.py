"""Pictures of half the measure in pairs, side by side where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from explainer.page import nodes as n


def beside(blocks: Sequence[n.Block]) -> list[n.Block]:
    """The same blocks; two figures alone stand side by side, each with its caption below."""
    figures = [block for block in blocks if isinstance(block, n.Figure)]
    if len(figures) == len(blocks) == 2:
        return [replace(figure, slim=True) for figure in figures]
    return list(blocks)
