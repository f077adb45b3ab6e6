"""The shapes of a layer's tensors of parameters, as torch lays them out."""

from __future__ import annotations

from explainer.network.node import Node


def tensor_shapes(node: Node) -> list[tuple[int, ...]]:
    """The shapes of the tensors that training changes: of the weights, then of the biases."""
    tensors = node.layer.tensors
    return tensors(node) if tensors is not None and node.count("parameters") else []
