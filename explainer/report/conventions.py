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
    keeps = [(node, node.keeps) for node in graph.nodes if node.counted is None]
    sorts = {
        "counted": [node for node, kept in keeps if kept is Keeps.NEW and not node.tokens],
        "in_place": [node for node, kept in keeps if kept is Keeps.IN_PLACE],
        "nothing": [node for node, kept in keeps if kept is Keeps.NOTHING],
        "macs": [node for node in graph.nodes if node.count("macs")],
    }
    told = [say(f"given.{key}", kinds=_kinds(nodes)) for key, nodes in sorts.items() if nodes]
    return [*told, *_of_single_layers(graph)]


def _of_single_layers(graph: Graph) -> list[n.Inlines]:
    """What the file says of a layer, and whose parameters no output needs."""
    unused = [
        node for node in graph.nodes if node.index not in graph.taught and node.count("parameters")
    ]
    sorts = {
        "counted_as_said": [node for node in graph.nodes if node.counted is True],
        "left_out_as_said": [node for node in graph.nodes if node.counted is False],
    }
    told = [say(f"given.{key}", layers=_names(nodes)) for key, nodes in sorts.items() if nodes]
    if len(graph.ends) > 1:
        told.append(say("given.outputs", layers=_names(graph.outputs)))
    if unused:
        count = sum(node.count("parameters") for node in unused)
        told.append(say("given.unused", layers=_names(unused), parameters=count))
    return told


def _names(nodes: Iterable[Node]) -> n.Inlines:
    return joined([(n.User(node.name),) for node in nodes])


def _kinds(nodes: Iterable[Node]) -> n.Inlines:
    """The kinds of layers, each once, in the order of the network."""
    return joined([(n.Code(kind),) for kind in dict.fromkeys(node.kind for node in nodes)])
