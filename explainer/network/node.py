"""One layer of the network with everything known about it, and the tensors that it makes.

Every tensor has a number: a layer's first output that of its node, what it gives or makes
beside it a number behind those of all nodes. A layer that works in place, or only looks at its
input in another shape, shares its input's storage.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from explainer.layers.layer import Keeps, Layer, Shape, Situation
from explainer.layers.tensor_law import TensorLaw
from explainer.maths import Arguments, Formula
from explainer.spec import Place

FIRST = TensorLaw("output", ())


@dataclass(frozen=True)
class Tensor:
    """A tensor that a layer makes, for one image.

    number: the network has no other with it; a layer's first output has its node's index.
    law: what its kind says of it.
    """

    number: int
    law: TensorLaw
    shape: Shape

    @property
    def name(self) -> str:
        """What its kind calls it; `output` for the first."""
        return self.law.name

    @property
    def size(self) -> int:
        """How many values it holds."""
        return math.prod(self.shape)


@dataclass(frozen=True)
class Node:
    """One layer of the network with everything known about it.

    sources: the indices of the nodes it takes from; inputs: the shapes of what it takes.
    output: the shape of the first output.
    values: every symbol with its number, those of the settings and those derived.
    formulas: the formulas that applied, by the name of what they gave.
    storage: the number of the tensor in whose storage its first output lies.
    takes: the numbers of the tensors it takes, which are `sources` where those are first outputs.
    beside: its outputs behind the first; inner: the tensors that it makes inside.
    tokens: whether its output are token numbers, which both accounts count apart.
    counted: whether the textbook account counts its output, where the file says so.
    shares: the index of the layer whose parameters it uses; None where it has its own.
    borrowed: how many of them it uses, by `weights`, `biases`, `buffers`.
    """

    index: int
    name: str
    layer: Layer
    settings: Mapping[str, Any]
    sources: tuple[int, ...]
    inputs: tuple[Shape, ...]
    output: Shape
    values: Mapping[str, Any]
    formulas: Mapping[str, Formula]
    keeps: Keeps
    storage: int
    place: Place
    takes: tuple[int, ...]
    block: str = ""
    beside: tuple[Tensor, ...] = ()
    inner: tuple[Tensor, ...] = ()
    tokens: bool = False
    counted: bool | None = None
    shares: int | None = None
    borrowed: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def outputs(self) -> tuple[Tensor, ...]:
        """All that a later layer can take, the first output first."""
        return (Tensor(self.index, FIRST, self.output), *self.beside)

    @property
    def kept_inside(self) -> tuple[Tensor, ...]:
        """What it makes inside and the backward pass needs."""
        return tuple(tensor for tensor in self.inner if tensor.law.kept)

    @property
    def passing(self) -> tuple[Tensor, ...]:
        """What it makes inside and is there as a whole in inference, while it runs."""
        return tuple(tensor for tensor in self.inner if tensor.law.in_inference)

    @property
    def own_beside(self) -> tuple[Tensor, ...]:
        """Those of its outputs behind the first that have a storage of their own."""
        return tuple(each for each in self.beside if not each.law.view)

    def storage_of(self, number: int) -> int:
        """The number of the tensor in whose storage one of its outputs lies."""
        return number if any(each.number == number for each in self.own_beside) else self.storage

    @property
    def stored(self) -> int:
        """The values of all tensors of its own that stay, their shapes multiplied out."""
        own = self.keeps is Keeps.NEW and not self.tokens
        first = math.prod(self.output) if own else 0
        return first + sum(each.size for each in (*self.own_beside, *self.kept_inside))

    @property
    def kind(self) -> str:
        """The kind's name, as in the file."""
        return self.layer.kind

    @property
    def situation(self) -> Situation:
        """What the choice of its formulas depended on."""
        return Situation(self.settings, self.inputs, self.counted, frozenset(self.borrowed))

    def count(self, quantity: str) -> int:
        """One of COUNTS, for one image; 0 where the kind has none of it."""
        value = self.values.get(quantity, 0)
        assert isinstance(value, int)
        return value

    def used(self, quantity: str) -> int:
        """The same with those that it uses of another layer."""
        parts = ("weights", "biases") if quantity == "parameters" else (quantity,)
        return self.count(quantity) + sum(self.borrowed.get(part, 0) for part in parts)

    def arguments(self, formula: Formula) -> Arguments:
        """The numbers that a formula takes in this layer."""
        return formula.arguments(self.values)


@dataclass(frozen=True)
class Taken:
    """What a layer takes: the node that gives it, and the number of that node's output."""

    node: int
    number: int


def shape_of(node: Node, number: int) -> Shape:
    """The shape of one of a node's outputs."""
    if number == node.index:
        return node.output
    return next(each.shape for each in node.beside if each.number == number)


def inputs_of(node: Node, nodes: Sequence[Node]) -> tuple[Shape, ...]:
    """The shapes of what a node takes from those before it; the image's for the input."""
    pairs = zip(node.sources, node.takes, strict=True)
    return tuple(shape_of(nodes[source], number) for source, number in pairs) or node.inputs


def resized(tensors: Iterable[Tensor], values: Mapping[str, Any]) -> tuple[Tensor, ...]:
    """The same tensors with the sizes that other values of their layer give."""
    return tuple(replace(each, shape=each.law.shape(values)) for each in tensors)


def storage_of(nodes: Sequence[Node], taken: Taken) -> int:
    """The number of the tensor in whose storage an output lies."""
    return nodes[taken.node].storage_of(taken.number)
