"""Branches that meet value by value: they have one shape, or one value along an axis."""

from __future__ import annotations

from explainer.language import sentence
from explainer.layers.counts import attach_activations
from explainer.layers.layer import AXES, Condition, Fault, Layer, Situation
from explainer.maths import largest


def size_of_branches(*size):
    """The output has the size of the largest branch; a branch of size 1 is used for every place."""
    return largest(*size)


def attach_branches(layer: Layer) -> None:
    """Give the layer the shape that its branches share, and the rule that they must fit."""
    for rank, letters in AXES.items():
        for letter in letters:
            layer.formula(name=f"{letter}_out", when=unlike(rank), symbols={"size": letter})(
                size_of_branches
            )
    layer.check(branches_fit)
    attach_activations(layer)


def unlike(rank: int) -> Condition:
    """Whether the branches have `rank` axes and are not all of one shape."""
    return lambda situation: situation.rank == rank and len(set(situation.inputs)) > 1


def two_branches(situation: Situation, _: dict[str, int]) -> Fault | None:
    """A difference, a quotient or a product of matrices is of two."""
    count = len(situation.inputs)
    if count == 2:
        return None
    return Fault(sentence("branches.two", count=str(count)), advice=sentence("branches.two_try"))


def branches_fit(situation: Situation, _: dict[str, int]) -> Fault | None:
    """torch's broadcasting rule: along each axis the sizes are equal, or 1."""
    shapes = situation.inputs
    ranks_agree = len({len(shape) for shape in shapes}) == 1
    if ranks_agree and all(len(set(sizes) - {1}) <= 1 for sizes in zip(*shapes, strict=True)):
        return None
    return Fault(
        sentence("branches.fit"),
        tuple(
            sentence("branches.row", number=str(i), shape="×".join(map(str, shape)))
            for i, shape in enumerate(shapes, 1)
        ),
        sentence("branches.fit_try"),
        apart=ranks_agree
        and any(len(set(axis)) > 1 for axis in list(zip(*shapes, strict=True))[:-1]),
    )
