"""The moment of a pass at which the most is alive, said in a sentence."""

from __future__ import annotations

from explainer.memory.framework.simulation import Peak
from explainer.network.graph import Graph
from explainer.page import nodes as n
from explainer.page.sentences import Part, say


def moment_text(sentences: str, peak: Peak, graph: Graph, **slots: Part) -> n.Inlines:
    """When the most is alive, and in which layer where it is in one.

    The loss and the optimizer's step belong to no layer, and neither does the gradient of the
    loss, with which the backward pass begins. sentences: what their keys begin with,
    `framework.at` or `checkpoint.at`; slots: what they take besides the layer.
    """
    moment, layer = peak.where.moment, peak.where.layer
    if moment in ("loss", "optimizer"):
        return say(f"{sentences}_{moment}", **slots)
    if layer is None:
        return say(f"{sentences}_{moment}_loss", **slots)
    return say(f"{sentences}_{moment}", layer=layer_text(layer, graph), **slots)


def layer_text(name: str, graph: Graph) -> n.Inlines:
    """A layer's name; of one without storage of its own also whose it uses, which tables have."""
    node = next((node for node in graph.nodes if node.name == name), None)
    if node is None or node.storage >= len(graph.nodes) or node.storage == node.index:
        return (n.User(name),)
    return say("layer.behind", layer=n.User(name), before=n.User(graph.nodes[node.storage].name))
