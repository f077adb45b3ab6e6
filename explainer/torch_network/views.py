"""Layers that look at their input otherwise, as torch modules: the axes as torch counts them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet

from torch import nn

from explainer.layers.axis import NAMES, place_of
from explainer.layers.layer import Shape
from explainer.layers.permute import order_of
from explainer.layers.traits import Does
from explainer.network.node import Node
from explainer.network.order import AXES_OF_A_SEQUENCE
from explainer.torch_network import plain_modules


def module_that_looks(node: Node, positions_first: AbstractSet[int]) -> nn.Module:
    """The module; positions_first: the sequences that lie so."""
    return MODULES[node.layer.does](node, node.takes[0] in positions_first, positions_first)


def _reshape(node: Node, first: bool, positions_first: AbstractSet[int]) -> nn.Module:
    sizes = _sizes(node.output, node.index in positions_first)
    if first and len(node.output) > AXES_OF_A_SEQUENCE:
        return plain_modules.LaidAnew(sizes)
    return plain_modules.Reshape(sizes)


def _permute(node: Node, _: bool, __: AbstractSet[int]) -> nn.Module:
    if node.layer.backward.passes_on(node):
        return nn.Identity()
    rank = len(node.output)
    order = order_of(node.settings, rank)
    torchs = (rank - 1, *range(rank - 1))  # which of our axes each of torch's is, behind the batch
    dims = (torchs.index(order[axis]) + 1 for axis in torchs)
    return plain_modules.Permute((0, *dims))


def _slice(node: Node, first: bool, _: AbstractSet[int]) -> nn.Module:
    size = node.inputs[0][place_of(node.settings, len(node.output))]
    start, end = node.settings["start"], node.settings["end"]
    start = start if start >= 0 else size + start
    return plain_modules.Slice(_dim(node, first), start, size if end is None else end)


def _parts(node: Node, first: bool, _: AbstractSet[int]) -> nn.Module:
    dim = _dim(node, first)
    if "chunks" in node.settings:
        return plain_modules.Chunk(dim, node.settings["chunks"])
    return plain_modules.Split(dim, node.settings["sizes"])


def _mean(node: Node, first: bool, _: AbstractSet[int]) -> nn.Module:
    return plain_modules.Mean(_dims(node, first))


def _sum(node: Node, first: bool, _: AbstractSet[int]) -> nn.Module:
    return plain_modules.Sum(_dims(node, first))


MODULES: Mapping[Does, Callable[[Node, bool, AbstractSet[int]], nn.Module]] = {
    Does.RESHAPES: _reshape,
    Does.PERMUTES: _permute,
    Does.AVERAGES: _mean,
    Does.TOTALS: _sum,
    Does.SLICES: _slice,
    Does.SPLITS: _parts,
}


def _sizes(shape: Shape, first: bool) -> Shape:
    """torch's sizes of one image's part."""
    return shape if first else (shape[-1], *shape[:-1])


def _dim(node: Node, first: bool) -> int:
    """torch's number of the axis that the layer works along."""
    rank = len(node.inputs[0])
    return _numbered(place_of(node.settings, rank), rank, first)


def _dims(node: Node, first: bool) -> tuple[int, ...]:
    """The same of the axes that are left out."""
    rank = len(node.inputs[0])
    return tuple(_numbered(NAMES[rank].index(n), rank, first) for n in node.settings["axis"])


def _numbered(place: int, rank: int, first: bool) -> int:
    if first:
        return place + 1
    return 1 if place == rank - 1 else place + 2
