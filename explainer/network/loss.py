"""The loss, the one number that training makes smaller: which one a network has, if any.

`cross_entropy` reads features as scores of classes, and does the work of a softmax that ends the
network. With `none` the outputs are only added up, so that there is one number to go back from.
"""

from __future__ import annotations

from explainer.layers.layer import FEATURES
from explainer.layers.traits import Does
from explainer.network.graph import Graph

CROSS_ENTROPY, NO_LOSS = "cross_entropy", "none"
LOSSES = (CROSS_ENTROPY, NO_LOSS)


def usual_loss(graph: Graph) -> str:
    """What a network has where nobody says: the cross entropy of features, and else none.

    A volume may be anything, such as a map of classes or the input of another network.
    """
    ends = [len(node.output) in FEATURES for node in graph.outputs]
    return CROSS_ENTROPY if ends and all(ends) else NO_LOSS


def softmaxes_within(graph: Graph, loss: str) -> frozenset[int]:
    """The softmaxes at the ends of the network whose work the loss does."""
    if loss != CROSS_ENTROPY:
        return frozenset()
    return frozenset(
        node.index
        for node in graph.outputs
        if node.layer.does is Does.SHARES and not graph.readers[node.index]
    )
