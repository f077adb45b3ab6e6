"""The buckets in which data parallel training exchanges its gradients, by torch's rule.

DistributedDataParallel fills them in the order in which the gradients are ready: from the
last layer to the first. A bucket is closed as soon as it holds at least its limit.
https://github.com/pytorch/pytorch/blob/main/torch/csrc/distributed/c10d/reducer.cpp
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from explainer.layers.traits import Does
from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.network.tensor_shapes import tensor_shapes

# torch's defaults, in bytes: 1 MiB, and bucket_cap_mb=25 with MiB called MB.
FIRST_LIMIT = 1024 * 1024
LIMIT = 25 * 1024 * 1024


@dataclass(frozen=True)
class Gradient:
    """The gradient of one parameter tensor, in bytes, and the layer that it belongs to."""

    layer: str
    bytes: int


@dataclass(frozen=True)
class Bucket:
    """The gradients that are exchanged together, in the order in which they are ready."""

    gradients: tuple[Gradient, ...]

    @property
    def bytes(self) -> int:
        """What it holds."""
        return sum(gradient.bytes for gradient in self.gradients)


def buckets_of(graph: Graph, b: int, frozen: frozenset[int] = frozenset()) -> tuple[Bucket, ...]:
    """The buckets from the second step on; in the first all gradients lie in one.

    b: bytes of one value of a gradient; frozen: the layers whose parameters get none.
    """
    return tuple(filled(Gradient(name, size * b) for name, size in _ready(graph, frozen)))


def filled(gradients: Iterable[Gradient]) -> Iterator[Bucket]:
    """Gradients put into buckets one after the other."""
    open_bucket: list[Gradient] = []
    room = FIRST_LIMIT
    for gradient in gradients:
        open_bucket.append(gradient)
        room -= gradient.bytes
        if room <= 0:
            yield Bucket(tuple(open_bucket))
            open_bucket, room = [], LIMIT
    if open_bucket:
        yield Bucket(tuple(open_bucket))


def _ready(graph: Graph, frozen: frozenset[int]) -> Iterator[tuple[str, int]]:
    """The layer and the values of each gradient, in the order in which they are ready."""
    for node in reversed(graph.nodes):
        for shape in _ready_in(node) if node.index not in frozen else ():
            yield node.name, math.prod(shape)


def _ready_in(node: Node) -> list[tuple[int, ...]]:
    """Weights before biases; a dense layer's weights come last, as their gradient is transposed."""
    shapes = tensor_shapes(node)
    return shapes[::-1] if node.layer.does is Does.CONNECTS else shapes
