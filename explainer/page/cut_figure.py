"""Where the parts of an axis lie that a layer takes, or cuts it into."""

from __future__ import annotations

from explainer.layers.axis import NAMES, place_of
from explainer.network.node import Node
from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.page.sentences import say

# More parts would be too narrow for what is written below them.
MOST_PARTS = 6


def cut_blocks(node: Node) -> list[n.Block]:
    """The picture, for a layer that takes a part of its input or cuts it; nothing for others."""
    if not node.layer.does.cuts or len(node.outputs) > MOST_PARTS:
        return []
    shape = node.inputs[0]
    place = place_of(node.settings, len(shape))
    whole, taken = shape[place], [each.shape[place] for each in node.outputs]
    name = n.User(node.name)
    if node.beside:
        pieces = [
            _piece(f"{node.name}.{each.name}" if number else node.name, size)
            for number, (each, size) in enumerate(zip(node.outputs, taken, strict=True))
        ]
        caption = say("cut.into_parts_caption", name=name)
        told = say("cut.into_parts", name=name, all=whole, parts=len(taken))
    else:
        pieces = _around(node, whole, taken[0])
        caption = say("cut.one_part_caption", name=name)
        told = say("cut.one_part", name=name, count=taken[0], all=whole)
    axis = say(f"cut.{NAMES[len(shape)][place]}")
    drawing = d.Cut(say("cut.whole", axis=axis, count=whole), tuple(pieces))
    return [n.Figure(drawing, caption, told)]


def _piece(name: str, size: int) -> d.Piece:
    return d.Piece(size, say("cut.part", part=n.User(name), count=size))


def _around(node: Node, whole: int, taken: int) -> list[d.Piece]:
    """The part that is taken, and what lies before and behind it."""
    start = node.settings["start"] % whole
    sizes = (start, taken, whole - start - taken)
    found = [d.Piece(sizes[0], None), _piece(node.name, taken), d.Piece(sizes[2], None)]
    return [piece for piece in found if piece.places]
