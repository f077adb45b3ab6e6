"""What the textbook account counts, told of the kinds that this network has and of no others."""

from __future__ import annotations

from collections.abc import Iterable

from explainer.layers.layer import Keeps
from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.wording import joined


def conventions(graph: Graph) -> list[n.Inlines]:
    """Which kinds add values, which do not, and which have multiply-accumulates."""
    keeps = [(node, node.layer.keeps(node.situation)) for node in graph.nodes]
    sorts = {
        "counted": [node for node, kept in keeps if kept is Keeps.NEW and not node.tokens],
        "in_place": [node for node, kept in keeps if kept is Keeps.IN_PLACE],
        "nothing": [node for node, kept in keeps if kept is Keeps.NOTHING],
        "macs": [node for node in graph.nodes if node.count("macs")],
    }
    return [say(f"given.{key}", kinds=_kinds(nodes)) for key, nodes in sorts.items() if nodes]


def _kinds(nodes: Iterable[Node]) -> n.Inlines:
    """The kinds of layers, each once, in the order of the network."""
    return joined([(n.Code(kind),) for kind in dict.fromkeys(node.kind for node in nodes)])
