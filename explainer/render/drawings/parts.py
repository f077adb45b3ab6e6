"""A whole divided into its parts: one bar, and below it each part with its pattern and size."""

from __future__ import annotations

from itertools import accumulate

from explainer.language import sentence
from explainer.page import nodes as n
from explainer.render.drawings.fills import filled, patterns
from explainer.render.drawings.picture import WIDTH, Picture, fitted
from explainer.render.literal import plain

HIGH = 34.0  # the bar
PITCH = 19.0  # from line to line of the legend
LEAST = 1.5  # width of a part that is not nothing


def parts(drawing: n.Parts, key: str) -> Picture:
    """The bar with its legend, in the order of the parts."""
    sizes = [part.size for part in drawing.parts]
    body = [patterns(key, len(sizes)), _bar(sizes, key)]
    for i, part in enumerate(drawing.parts):
        base = HIGH + 25 + PITCH * i
        body += [
            filled(0.75, base - 11, 22, 13, key, i),
            fitted(32, base, plain(part.label), 230, size=12.5),
            fitted(420, base, sentence("unit.of_bytes", bytes=part.size), 150, "t end", size=12.5),
        ]
    return Picture(HIGH + 16 + PITCH * len(drawing.parts), "".join(body))


def _bar(sizes: list[int], key: str) -> str:
    """One rectangle for each part, as long as its share."""
    whole, room = sum(sizes), WIDTH - 2
    shares = [max(size / whole * room, LEAST) if size else 0 for size in sizes]
    lengths = [share * room / (sum(shares) or 1) for share in shares]
    starts = accumulate(lengths, initial=1.0)
    drawn = enumerate(zip(starts, lengths, strict=False))
    return "".join(filled(start, 1, long, HIGH - 2, key, i) for i, (start, long) in drawn if long)
