"""A whole divided into its parts: one bar, in each part its name and its share of the whole.

Parts without room for their name are named together under the bar, each behind its fill.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from explainer.page import drawings as d
from explainer.page.scale import percent
from explainer.render.drawings.fills import COUNT, OF_USE, filled, patterns
from explainer.render.drawings.picture import (
    HALF,
    Picture,
    fitted,
    path,
    rect,
    short,
    text,
    width_of,
)
from explainer.render.literal import plain

HIGH = 52.0  # the bar
SIZE = 11.5  # of the letters
LINE = 13.5  # from line to line within a part
PITCH = 17.0  # from row to row under the bar
LEAST = 1.5  # width of a part that is not nothing
SAMPLE = 24.0  # of a fill under the bar, with the room behind it
MOST_LINES = 2  # of a name within its part


@dataclass(frozen=True)
class _Piece:
    """A part where it is drawn: from `left` on, `wide`."""

    part: d.Part
    left: float
    wide: float
    share: str

    @property
    def lines(self) -> list[str]:
        """Its name in as few lines as fit into it, and its share; none where they don't fit."""
        words = plain(self.part.label).split()
        for count in range(1, min(len(words), MOST_LINES) + 1):
            head = len(words) - count + 1
            lines = [" ".join(words[:head]), *words[head:], self.share]
            if max(map(width_of, lines)) * SIZE + 8 <= self.wide:
                return lines
        return []

    @property
    def told(self) -> str:
        """What stands under the bar."""
        return f"{plain(self.part.label)} {self.share}"


def parts(drawing: d.Parts, key: str) -> Picture:
    """The bar from left to right in the order of the parts, and under it the small ones."""
    pieces = _pieces([part for part in drawing.parts if part.size])
    small = [piece for piece in pieces if not piece.lines]
    rows = list(_rows(small))
    body = [patterns(key, COUNT), *(_drawn(piece, key) for piece in pieces)]
    left = _left_of(small, rows)
    for number, row in enumerate(rows):
        body += _named(row, left, HIGH + 21 + PITCH * number, key)
    return Picture(HIGH + 2 + (12 if rows else 0) + PITCH * len(rows), "".join(body), HALF)


def _pieces(shown: Sequence[d.Part]) -> list[_Piece]:
    """One piece for each part, as long as its share."""
    whole, room = sum(part.size for part in shown), HALF - 2
    wanted = [max(room * part.size / whole, LEAST) for part in shown]
    lengths = [length * room / sum(wanted) for length in wanted]
    starts = accumulate(lengths, initial=1.0)
    shares = [percent(part.size, whole) for part in shown]
    return [_Piece(*each) for each in zip(shown, starts, lengths, shares, strict=False)]


def _drawn(piece: _Piece, key: str) -> str:
    """The part, and its name on a ground that no pattern disturbs, or a tick to the row below."""
    drawn = filled(piece.left, 1, piece.wide, HIGH - 2, key, OF_USE[piece.part.use])
    middle, lines = piece.left + piece.wide / 2, piece.lines
    if not lines:
        return drawn + path(f"M{short(middle)} {HIGH - 1}v6", "axis")
    half = max(map(width_of, lines)) * SIZE / 2 + 2
    top = (HIGH - LINE * len(lines)) / 2
    drawn += rect(middle - half, top - 1, 2 * half, LINE * len(lines) + 2, "patch", corner=3)
    for number, line in enumerate(lines):
        look = "t strong middle" if number == len(lines) - 1 else "t middle"
        drawn += text(middle, top + LINE * number + 10.5, line, look, size=SIZE)
    return drawn


def _wide(piece: _Piece) -> float:
    return min(SAMPLE + width_of(piece.told) * SIZE + 14, HALF)


def _rows(small: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """The small parts in as many rows as they need."""
    row: list[_Piece] = []
    for piece in small:
        if row and sum(map(_wide, [*row, piece])) > HALF:
            yield row
            row = []
        row.append(piece)
    if row:
        yield row


def _left_of(small: Sequence[_Piece], rows: Sequence[Sequence[_Piece]]) -> float:
    """Where the rows begin: under their parts as far as there is room."""
    if not small:
        return 0
    middle = sum(piece.left + piece.wide / 2 for piece in small) / len(small)
    wide = max(sum(map(_wide, row)) for row in rows)
    return min(max(middle - wide / 2, 0.0), HALF - wide)


def _named(row: Sequence[_Piece], x: float, base: float, key: str) -> Iterator[str]:
    """A row of names from `x` on."""
    for piece in row:
        yield filled(x + 0.75, base - 10, 18, 12, key, OF_USE[piece.part.use])
        yield fitted(x + SAMPLE, base, piece.told, _wide(piece) - SAMPLE, size=SIZE)
        x += _wide(piece)
