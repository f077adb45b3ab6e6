"""Plain text in 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

WIDTH = 80


def two_columns(rows: Sequence[tuple[str, str]]) -> str:
    """One line a row; what is too long for 80 columns is cut off with an ellipsis."""
    left = max(len(first) for first, _ in rows) + 2
    room = WIDTH - left
    lines = (f"{first:<{left}}{_cut(second, room)}" for first, second in rows)
    return "\n".join(lines) + "\n"


def aligned(rows: Sequence[Sequence[str]], sides: str) -> list[str]:
    """Each row as a line, its columns as wide as the longest cell. sides: < or > for each."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(_set, row, sides, widths)).rstrip() for row in rows]


def _set(cell: str, side: str, width: int) -> str:
    return cell.ljust(width) if side == "<" else cell.rjust(width)


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1].rsplit(" ", 1)[0].rstrip(" ,.:;") + "…"


def paragraph(text: str, indent: int) -> str:
    """The text broken into lines, all set in by the same width."""
    space = " " * indent
    return textwrap.fill(
        text, WIDTH, initial_indent=space, subsequent_indent=space, break_on_hyphens=False
    )
