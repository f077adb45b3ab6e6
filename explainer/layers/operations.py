"""What torch runs for a kind that is made of several operations: each declared once, in data.

    def operations(layer: Built, run: Running) -> tuple[Operation, ...]:
        return (
            Operation("bernoulli_", takes=(), makes="noise", law=NOISE),
            Operation("mul", takes=(INPUT, "noise"), product=True, gradient=Gradient.SPREAD),
        )

    Layer("stochastic_depth", …, backward=Backward(operations=operations))

A kind is what is taught, an operation is what torch runs. One rule of the framework account
reads these (memory/framework/kinds/composed.py); so do in-place and checkpointing, and a test
compares each with what torch's dispatcher does.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from explainer.maths import Formula

# What a layer takes, and what it gives: the names by which its operations know them.
INPUT, OUTPUT = "input", "output"
# The operation that meets a matrix, and adds biases where it works with two tensors: in torch
# itself one operation or several, by how its positions lie.
LINEAR = "linear"
# The operation that has kernels meet windows.
CONVOLUTION = "convolution"


class Gradient(enum.Enum):
    """How the gradients of what an operation takes come from that of what it makes."""

    NEW = "new"  # one of its own for each that learns
    PASSED_ON = "passed on"  # the same storage, or a part of it
    SPREAD = "spread"  # new ones of the output's size, added up where a factor was used again
    SHARED = "shared"  # the same storage, added up where a term was used again
    PART = "part"  # a part of the same storage, for parameters too


@dataclass(frozen=True)
class Running:
    """How a layer is run, as far as its operations depend on it.

    training: whether it is in training mode; batch: how many images.
    bytes: those that a value takes which is computed in few.
    apart: whether the positions of its sequence don't lie behind each other, each with those of
        all images; None for a sequence that lies image by image.
    """

    training: bool
    batch: int
    bytes: int = 4
    apart: bool | None = None


@dataclass(frozen=True)
class Operation:
    """One operation of torch within a layer.

    name: what torch's dispatcher calls it, without `aten::`.
    takes: INPUT, or the names of what operations before it make; makes: a name, OUTPUT the last.
    axes: the symbols of the sizes of what it makes, for one image; None where it has the shape of
        the layer's output. times: how many such tensors it holds.
    law: gives its bytes instead, where it is no tensor that the textbook counts. bytes: those of
        one value of it, where they aren't those of what it takes.
    holds: what torch has no more use for, and holds until it has run.
    keeps: the names of what it takes and makes that the backward pass needs.
    product: whether it is a product, each of whose factors is kept where another learns.
    beside: what else it makes and keeps, by formulas in bytes, as Backward.makes has them.
    learns: the places among the layer's tensors of parameters of those that it works with.
    lowered: whether autocast has it compute in few bytes, on copies of what it takes; widened:
        whether in the most bytes of any of them.
    pads: of CONVOLUTION: whether it pads as the layer's settings say.
    apart: of LINEAR: whether the positions of one image don't lie behind each other.
    view: whether it only looks at what it takes in another shape.
    gradient: how those of what it takes come about.
    """

    name: str
    takes: tuple[str, ...] = (INPUT,)
    makes: str = OUTPUT
    axes: tuple[str, ...] | None = None
    times: int = 1
    law: Formula | None = None
    bytes: int | None = None
    holds: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    product: bool = False
    beside: tuple[Formula, ...] = ()
    learns: tuple[int, ...] = ()
    lowered: bool = False
    widened: bool = False
    pads: bool = False
    apart: bool = False
    view: bool = False
    gradient: Gradient = Gradient.NEW

    @property
    def keeps_results(self) -> bool:
        """Whether it has to run for what it keeps to be there."""
        return self.makes in self.keeps or bool(self.beside)

    def keeps_input(self, learn: bool) -> bool:
        """Whether it keeps what the layer takes; learn: whether the layer's parameters do."""
        return INPUT in self.keeps or (self.product and self.takes[:1] == (INPUT,) and learn)
