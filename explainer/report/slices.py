"""Which places the slices of a network take: no row of the table says it.

`slice` takes these channels, counted from 0: 0, 4 in c3.4; 1, 5 in c3.5.
"""

from __future__ import annotations

from explainer.layers.axis import NAMES, place_of
from explainer.layers.traits import Does
from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.wording import joined

# More would be a list that nobody reads.
MOST = 30


def slices_told(graph: Graph) -> list[n.Block]:
    """A sentence for each axis along which parts are taken; nothing where they are too many."""
    sliced = [node for node in graph.nodes if node.layer.does is Does.SLICES]
    if len(sliced) > MOST:
        return []
    axes: dict[str, dict[str, list[n.Inlines]]] = {}
    for node in sliced:
        blocks = axes.setdefault(_axis(node), {})
        blocks.setdefault(_block(node), []).append(_places(node))
    return [n.Paragraph(_told(axis, blocks)) for axis, blocks in axes.items()]


def _told(axis: str, blocks: dict[str, list[n.Inlines]]) -> n.Inlines:
    parts = [
        say("rows.slices_of", name=n.User(name), places=joined(places))
        for name, places in blocks.items()
    ]
    return say(f"rows.slices_{axis}", parts=joined(parts, "; "))


def _block(node: Node) -> str:
    """What the slice belongs to: its block, if its name has one; else itself."""
    return node.name.rpartition(".")[0] or node.name


def _axis(node: Node) -> str:
    shape = node.inputs[0]
    return NAMES[len(shape)][place_of(node.settings, len(shape))]


def _places(node: Node) -> n.Inlines:
    """The first place and the last one, counted from 0."""
    taken, given = node.inputs[0], node.output
    place = place_of(node.settings, len(taken))
    start = node.settings["start"]
    first = start if start >= 0 else taken[place] + start
    last = first + given[place] - 1
    return (n.Num(first),) if first == last else say("rows.slice_places", first=first, last=last)
