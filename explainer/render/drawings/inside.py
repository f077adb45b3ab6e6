"""A block of a network opened: its volumes and the ways between them, placed by layers.

The places come from pyelk, a layered (Sugiyama) layout: ranks, few crossings, room for ways
that pass a rank. Here they are only drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from explainer.page import drawings as d
from explainer.render.drawings.cuboid import LABEL, Place, Scale, arrow, cuboid
from explainer.render.drawings.picture import fitted, width_of
from explainer.render.literal import plain

TITLE = 22.0
BETWEEN = 20.0  # two ranks


@dataclass(frozen=True, slots=True)
class Inside:
    """An opened block as a drawing of its own size."""

    width: float
    height: float
    body: str


def inside(block: d.Opened, scale: Scale, kinds: list[str], key: str, width: float) -> Inside:
    """The block, as wide as it needs to be, with its title above."""
    room = {i: _room(volume, scale) for i, volume in enumerate(block.volumes)}
    gap = BETWEEN
    laid = _laid(block, scale, room, gap)
    title = plain(block.label)
    shift = 8.0
    places = [
        Place(shift + child["x"] + (room[i] - box.width) / 2, TITLE + child["y"] + box.height,
              box, room[i])
        for i, child in enumerate(laid["children"])
        for box in (scale.box(block.volumes[i]),)
    ]  # fmt: skip
    body = fitted(2, 12, title, width - 4, "t strong", size=12)
    for edge in laid["edges"]:
        source, target = int(edge["sources"][0]), int(edge["targets"][0])
        start, end = places[source], places[target]
        bends = [point for s in edge["sections"] for p in s.get("bendPoints", ())
                 for point in ((shift + p["x"], TITLE + p["y"]),
                               (shift + _end(p["x"], laid, room), TITLE + p["y"]))]  # fmt: skip
        body += arrow([(start.right + 2, start.half), *bends, (end.left - 2, end.half)])
    drawn = zip(block.volumes, places, strict=True)
    body += "".join(cuboid(v, place, key, kinds.index(v.kind)) for v, place in drawn)
    far = max(place.middle + place.room / 2 for place in places) + 4
    deep = max(place.ground for place in places) + LABEL
    lowest = [TITLE + p["y"] for e in laid["edges"] for s in e["sections"]
              for p in s.get("bendPoints", ())]  # fmt: skip
    height = max([deep, *lowest]) + 6
    smaller = min(1.0, width / far)
    if smaller < 1:
        body = f'<g transform="scale({smaller:.3f})">{body}</g>'
    wide = max(far * smaller, width_of(title) * 12)
    return Inside(min(wide, width), height * smaller, body)


def _end(x: float, laid: dict[str, Any], room: dict[int, float]) -> float:
    """Where the rank ends that a way passes at x."""
    beside = (child["x"] + room[i] for i, child in enumerate(laid["children"])
              if child["x"] - 1 <= x < child["x"] + room[i])  # fmt: skip
    return max(beside, default=x)


def _room(volume: d.Volume, scale: Scale) -> float:
    """How wide the volume is with its label."""
    words = max(width_of(volume.label) * 11, width_of("×".join(map(str, volume.sizes))) * 10.5)
    return max(scale.box(volume).width, min(words, 74))


def _laid(block: d.Opened, scale: Scale, room: dict[int, float], gap: float) -> dict[str, Any]:
    from pyelk import ELK  # only where a block has ways to place: most networks have none

    graph = {
        "id": "block",
        "layoutOptions": {
            "elk.algorithm": "layered",
            "elk.direction": "RIGHT",
            "elk.edgeRouting": "POLYLINE",
            "elk.spacing.nodeNode": 8,
            "elk.layered.spacing.nodeNodeBetweenLayers": gap,
            "elk.padding": "[top=4,left=0,bottom=0,right=0]",
        },
        "children": [
            {"id": str(i), "width": room[i], "height": scale.box(volume).height + LABEL}
            for i, volume in enumerate(block.volumes)
        ],
        "edges": [
            {"id": f"{source}-{i}", "sources": [str(source)], "targets": [str(i)]}
            for i, volume in enumerate(block.volumes)
            for source in volume.sources
        ],
    }
    laid: dict[str, Any] = ELK().layout(graph)
    return laid
