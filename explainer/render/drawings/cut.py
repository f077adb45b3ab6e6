"""An axis as a bar, and below it its pieces moved apart; what is left out is dashed."""

from __future__ import annotations

from explainer.page import drawings as d
from explainer.render.drawings.picture import HALF, Picture, fitted, path, rect, short, width_of
from explainer.render.literal import plain

HIGH = 20.0  # a bar
DROP = 22.0  # from the bar to its pieces
APART = 6.0  # from piece to piece
LEAST = 1.5  # of a piece
SIZE = 11.5


def cut(drawing: d.Cut) -> Picture:
    """The whole above, the pieces below it in their order, with the same scale."""
    count = len(drawing.pieces)
    room = HALF - 2 - APART * (count - 1)
    whole = sum(piece.places for piece in drawing.pieces)
    widths = [max(room * piece.places / whole, LEAST) for piece in drawing.pieces]
    scale = room / sum(widths)
    widths = [width * scale for width in widths]
    alone = sum(piece.label is not None for piece in drawing.pieces) == 1
    start, x, low = 1 + APART * (count - 1) / 2, 1.0, 1 + HIGH + DROP
    body = [
        rect(start, 1, room, HIGH, "pixel"),
        fitted(start + room / 2, 15, plain(drawing.label), room, "t middle", size=SIZE),
    ]
    for piece, width in zip(drawing.pieces, widths, strict=True):
        taken = piece.label is not None
        body.append(
            path(
                f"M{short(start)} {short(1 + HIGH)}L{short(x)} {short(low)}"
                f"M{short(start + width)} {short(1 + HIGH)}L{short(x + width)} {short(low)}",
                "hair",
            )
        )
        body.append(rect(x, low, width, HIGH, "tap" if taken else "padding"))
        if piece.label is not None:
            body.append(_label(plain(piece.label), x, width, low, alone=alone))
        x, start = x + width + APART, start + width
    return Picture(low + HIGH + 19, "".join(body), HALF)


def _label(written: str, x: float, width: float, low: float, *, alone: bool) -> str:
    """A label under its piece; one alone may be wider than that."""
    half = min(width_of(written) * SIZE, HALF) / 2
    middle = x + width / 2
    if alone:
        middle = min(max(middle, half), HALF - half)
    room = HALF if alone else width + APART
    return fitted(middle, low + HIGH + 14, written, room, "t middle", size=SIZE)
