"""The shapes of a layer's tensors of parameters, as torch lays them out."""

from __future__ import annotations

from explainer.network.node import Node


def tensor_shapes(node: Node) -> list[tuple[int, ...]]:
    """The shapes of the tensors that training changes: of the weights, then of the biases."""
    if not node.count("parameters"):
        return []
    return used_shapes(node)[1 if "weights" in node.borrowed else 0 :]


def used_shapes(node: Node) -> list[tuple[int, ...]]:
    """The shapes of all tensors of parameters that the layer reads, whosever they are."""
    return node.layer.tensors(node) if node.layer.tensors is not None else []
