"""Which sequences torch has with their positions before their channels, as (N, L, C).

Its layers along the last axis (Linear, Embedding) take and give them so; its convolutions have
the channels first, (N, C, L), and so has whatever else there is that tells channels apart. In
between the order is turned round by a view, which copies nothing by itself.
"""

from __future__ import annotations

from explainer.layers.axis import NAMES
from explainer.layers.traits import Does
from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.once import once

AXES_OF_A_SEQUENCE = 2


@once
def positions_first(graph: Graph) -> frozenset[int]:
    """The numbers of the values that lie so.

    An input lies as the first layer wants it that cares; everything else as its layer gives it.
    """
    found = {node.index for node in graph.inputs if _first_wish(graph, node)}
    for node in graph.layers:
        if gives_positions_first(node) or _hands_on(node, found.issuperset(node.takes)):
            found.add(node.index)
            if node.layer.does.cuts:
                found.update(each.number for each in node.beside)
    return frozenset(found)


def gives_positions_first(node: Node) -> bool:
    """Whether a layer works along the last axis, and gives a sequence."""
    return node.layer.does.along_last_axis and len(node.output) == AXES_OF_A_SEQUENCE


def _hands_on(node: Node, given: bool) -> bool:
    """Whether what a layer makes of a sequence lies so, from whether what it is given does."""
    if node.layer.does is Does.PERMUTES and len(node.output) == AXES_OF_A_SEQUENCE:
        return given is not exchanges_axes(node)
    return given and _keeps_order(node)


def exchanges_axes(node: Node) -> bool:
    """Whether it has the channels of a sequence for its positions, and these for channels.

    That is the same tensor to torch: only which of its axes is called what has changed.
    """
    named = node.settings.get("dims")
    return node.layer.does is Does.PERMUTES and named == NAMES[AXES_OF_A_SEQUENCE][::-1]


def _keeps_order(node: Node) -> bool:
    """Whether a layer gives the order that it is given, as it works on either."""
    does = node.layer.does
    same = does.keeps_order or does.cuts or node.layer.backward.moves(node)
    # A sequence in another shape is still one whose positions come first, if they did.
    same = same or (does is Does.RESHAPES and len(node.inputs[0]) == AXES_OF_A_SEQUENCE)
    return same and len(node.output) == AXES_OF_A_SEQUENCE


def _first_wish(graph: Graph, given: Node) -> bool:
    """Whether the first layer that cares for the order of an input wants positions first."""
    if len(given.output) != AXES_OF_A_SEQUENCE:
        return False
    reached = {given.index}
    for node in graph.layers:
        if reached.isdisjoint(node.sources):
            continue
        if not _keeps_order(node):
            return gives_positions_first(node)
        reached.add(node.index)
    return False
