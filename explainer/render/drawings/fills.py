"""Fills that are told apart by their pattern and their lightness, in colour and in grey."""

from __future__ import annotations

# The strokes of each pattern on a tile of 6 by 6; the first fill is plain.
_STROKES = (
    "",
    "M-1 1L1 -1M0 6L6 0M5 7L7 5",
    "M0 3H6",
    "M3 1.6a1.4 1.4 0 1 0 .01 0Z",
    "M-1 5L1 7M0 0L6 6M5 -1L7 1M-1 1L1 -1M0 6L6 0M5 7L7 5",
    "M3 0V6",
    "M0 0L6 6M5 -1L7 1M-1 5L1 7",
    "M0 3H6M3 0V6",
)
COUNT = len(_STROKES)


def patterns(key: str, count: int) -> str:
    """The definitions of the first `count` fills, to stand in a picture whose ids begin with key."""
    tiles = (
        f'<pattern id="{fill(key, i)}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" class="ground{i}"/><path d="{_STROKES[i]}" class="ink{i}"/></pattern>'
        for i in range(min(count, COUNT))
    )
    return f"<defs>{''.join(tiles)}</defs>"


def fill(key: str, index: int) -> str:
    """The id of a fill; after the last one they begin again."""
    return f"{key}-{index % COUNT}"
