"""A network drawn: its volumes with the ways between them, and one block of each sort opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from explainer.language import sentence
from explainer.page import drawings as d
from explainer.render.drawings.cuboid import Scale, cuboid
from explainer.render.drawings.fills import filled, patterns
from explainer.render.drawings.grid import grid, ways
from explainer.render.drawings.inside import inside
from explainer.render.drawings.picture import WIDTH, Picture, fitted, path, text

NARROW = 340.0  # as wide as a phone's page
LINE = 18.0  # of the legend
PLACE = 130.0  # a kind in the legend


def volumes(drawing: d.Volumes, key: str, width: float = WIDTH) -> tuple[Picture, ...]:
    """The legend and the network; then the blocks opened, side by side where they fit."""
    inner = [volume for block in drawing.opened for volume in block.volumes]
    kinds = list(dict.fromkeys(volume.kind for volume in (*drawing.volumes, *inner)))
    legend, top = _legend(drawing, kinds, key, width)
    laid = grid(drawing.volumes, inner, top, width)
    body = [patterns(key, len(kinds)), legend, ways(drawing.volumes, laid)]
    body += (
        cuboid(volume, place, key, kinds.index(volume.kind))
        for volume, place in zip(drawing.volumes, laid.places, strict=True)
    )
    network = Picture(laid.height, "".join(body), width)
    return network, *_opened(drawing, laid.scale, kinds, f"{key}-inside", width)


def _opened(
    drawing: d.Volumes, scale: Scale, kinds: list[str], key: str, width: float
) -> Iterator[Picture]:
    """The blocks in lines, as one picture; none where no block is opened."""
    x, y, line, drawn = 0.0, 4.0, 0.0, patterns(key, len(kinds))
    for block in (inside(block, scale, kinds, key, width) for block in drawing.opened):
        if x and x + block.width > width:
            x, y, line = 0.0, y + line, 0.0
        drawn += f'<g transform="translate({x:.1f} {y:.1f})">{block.body}</g>'
        x, line = x + block.width + 18, max(line, block.height)
    if line:
        yield Picture(y + line, drawn, width)


def _legend(drawing: d.Volumes, kinds: Sequence[str], key: str, width: float) -> tuple[str, float]:
    """What the patterns and the signs mean, and where it ends."""
    places = max(int(width / PLACE), 1)
    items = [*_kinds(kinds, key), *_signs(drawing)]
    step, drawn = width / places, ""
    for i, (sign, words) in enumerate(items):
        x, y = step * (i % places), LINE * (i // places)
        room = step - 30
        drawn += f'<g transform="translate({x:.1f} {y:.1f})">{sign}'
        drawn += fitted(23, 11, words, room, "t soft", size=11) + "</g>"
    return drawn, LINE * -(-len(items) // places) + 4


def _kinds(kinds: Sequence[str], key: str) -> Iterator[tuple[str, str]]:
    for i, kind in enumerate(kinds):
        yield filled(0.75, 1.5, 16, 11, key, i), kind or sentence("network.block")


def _signs(drawing: d.Volumes) -> Iterator[tuple[str, str]]:
    if any(volume.around for volume in drawing.volumes):
        yield path("M1 13V6q0 -4 4 -4H12q4 0 4 4V13", "way"), sentence("network.around")
    if any(volume.count > 1 for volume in drawing.volumes):
        yield text(0, 11, "×n", "t strong", size=11.5), sentence("network.so_often")
