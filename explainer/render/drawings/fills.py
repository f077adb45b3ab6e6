"""Fills that are told apart by their pattern and their lightness, in colour and in grey."""

from __future__ import annotations

from explainer.page.drawings import Use
from explainer.render.drawings.picture import path, rect

# The strokes of each pattern on a tile of 6 by 6; the first fill is plain.
STROKES = (
    "",
    "M-1 1L1 -1M0 6L6 0M5 7L7 5",
    "M0 3H6",
    "M3 1.6a1.4 1.4 0 1 0 .01 0Z",
    "M-1 5L1 7M0 0L6 6M5 -1L7 1M-1 1L1 -1M0 6L6 0M5 7L7 5",
    "M3 0V6",
    "M0 0L6 6M5 -1L7 1M-1 5L1 7",
    "M0 3H6M3 0V6",
)
COUNT = len(STROKES)
# What memory is taken for has one fill in all pictures.
OF_USE: dict[Use, int] = {
    "parameters": 1, "optimizer": 5, "gradients": 2, "kept": 0, "passing": 3, "other": 6,
}  # fmt: skip


def patterns(key: str, count: int) -> str:
    """The definitions of the first `count` fills, for a picture whose ids begin with key."""
    tiles = (
        f'<pattern id="{key}-{i}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<path d="{STROKES[i]}" class="ink{i}"/></pattern>'
        for i in range(1, min(count, COUNT))
    )
    return f"<defs>{''.join(tiles)}</defs>"


def filled(x: float, y: float, width: float, height: float, key: str, index: int) -> str:
    """A rectangle with a fill: its ground and its strokes; after the last they begin again."""
    index %= COUNT
    if index == 0:
        return rect(x, y, width, height, "edge ground0")
    ground = rect(x, y, width, height, f"ground{index}")
    return ground + rect(x, y, width, height, "edge", fill=f"{key}-{index}")


def shape(data: str, key: str, index: int) -> str:
    """A path with a fill: its ground, its strokes and a thin outline."""
    index %= COUNT
    ground = path(data, f"outline ground{index}")
    return ground if not index else ground + path(data, "", fill=f"{key}-{index}")
