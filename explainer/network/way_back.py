"""What is to be known of the layers before one: its mistakes need it, and its errors."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.layers.layer import Shape
from explainer.layers.traits import Does
from explainer.maths import Exact
from explainer.network.node import Node, Taken, shape_of, storage_of


def way_back(nodes: Sequence[Node], taken: Taken) -> dict[str, Exact]:
    """What a dense layer's mistakes need: the flattened volume, and the one before its pool."""
    node = _behind_shared_storage(nodes, taken)
    if node is None:
        return {}
    volume = node.inputs[0]
    found: dict[str, Exact] = {"c_flattened": volume[-1]}
    storage = storage_of(nodes, Taken(node.sources[0], node.takes[0]))
    if storage >= len(nodes):  # not a first output
        return found
    pool = nodes[storage]
    if pool.layer.does is Does.POOLS and len(pool.inputs[0]) > 1:
        size = 1
        for axis in pool.inputs[0]:
            size *= axis
        found["n_before_pool"] = size
    return found


def seen_as(nodes: Sequence[Node], taken: Taken) -> Shape:
    """The volume that an output was before it was flattened; else its own shape."""
    node = _behind_shared_storage(nodes, taken)
    return node.inputs[0] if node else shape_of(nodes[taken.node], taken.number)


def _behind_shared_storage(nodes: Sequence[Node], taken: Taken) -> Node | None:
    """The flatten layer whose values this output passes on unchanged in number, if any."""
    node = nodes[taken.node]
    while taken.number == node.index and node.sources and node.storage != node.index:
        if node.layer.does.cuts:
            return None
        if node.layer.does is Does.FLATTENS and len(node.inputs[0]) > 1:
            return node
        taken = Taken(node.sources[0], node.takes[0])
        node = nodes[taken.node]
    return None
