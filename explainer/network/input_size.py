"""What of an input can be larger: the side of an image, or the length of a sequence or a text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from explainer.errors import ModelFileError
from explainer.layers.layer import Shape
from explainer.network.graph import Graph, build
from explainer.spec import InputSpec, ModelSpec

Measure: TypeAlias = Literal["image", "length"]
SEQUENCE, IMAGE = 2, 3  # axes: length, channels; height, width, channels


@dataclass(frozen=True)
class InputSize:
    """The one size of an input that is another where all else stays.

    index: which input it is. name: what it is called; empty where it is the only one.
    shape: its own, channels last; tokens: whether it is a row of token numbers.
    """

    index: int
    name: str
    shape: Shape
    tokens: bool

    @property
    def measure(self) -> Measure:
        """Of an image the side, of all else the length."""
        return "image" if len(self.shape) == IMAGE else "length"

    @property
    def now(self) -> int:
        """The length, or the height of the image."""
        return self.shape[0]

    @property
    def square(self) -> bool:
        """Whether the input is one of those that are tried: an image as high as wide."""
        return self.measure == "length" or self.shape[0] == self.shape[1]

    @property
    def values_of_one(self) -> int:
        """How many values an image of 1×1, or one position, has."""
        return 1 if self.tokens else self.shape[-1]

    def resized(self, size: int) -> Shape:
        """Its shape where an image is size × size, or a row so long."""
        if self.tokens:
            return (size,)
        return (size, size, self.shape[-1]) if self.measure == "image" else (size, self.shape[-1])

    def built(self, graph: Graph, size: int) -> Graph | None:
        """The same network with that input resized; None where it does not fit together."""
        spec = with_input(graph.spec, self.index, self.resized(size))
        try:
            return build(replace(spec, claims=()))
        except ModelFileError:
            return None


def input_sizes(graph: Graph) -> tuple[InputSize, ...]:
    """Those of all inputs that are an image, a sequence or a text; features have none."""
    spec = graph.spec
    alone = InputSpec("", spec.input, spec.tokens, spec.place)
    every = enumerate(spec.inputs or (alone,))
    return tuple(
        InputSize(index, each.name, each.shape, each.tokens)
        for index, each in every
        if each.tokens or len(each.shape) in (SEQUENCE, IMAGE)
    )


def with_input(
    spec: ModelSpec, index: int, shape: Shape, *, tokens: bool | None = None
) -> ModelSpec:
    """The model with another shape of one input; tokens: whether it is of these, if that is new."""
    if not spec.inputs:
        return replace(spec, input=shape, tokens=spec.tokens if tokens is None else tokens)
    before = spec.inputs[index]
    made_of = before.tokens if tokens is None else tokens
    changed = replace(before, shape=shape, tokens=made_of)
    inputs = (*spec.inputs[:index], changed, *spec.inputs[index + 1 :])
    return replace(spec, inputs=inputs, input=inputs[0].shape, tokens=inputs[0].tokens)
