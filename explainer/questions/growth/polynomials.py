"""Parameters, stored values and the textbook total as exact polynomials of what grows.

Of the batch the textbook's formula is one. For the sizes of the inputs and the width the network
is built anew at nine places, since each size of an output is rounded down and some layers are
counted at some sizes only: through the first five places goes a polynomial, and the other four
have to lie on it; else there is none. Its power is four at most, as that of the side of an image
whose patches all look at each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Literal, TypeAlias

from explainer.maths.polynomial import Polynomial, polynomial, polynomial_of, through
from explainer.memory.textbook.account import total_of_training, training_of
from explainer.memory.textbook.sums import totals_of
from explainer.network.case import Case
from explainer.network.graph import Graph
from explainer.network.input_size import InputSize, input_sizes
from explainer.network.node import Node
from explainer.once import once
from explainer.questions.growth.wider import Widths, widths_of

Part: TypeAlias = Literal["parameters", "activations", "training"]
PARTS: tuple[Part, ...] = ("parameters", "activations", "training")
FITTED, PLACES = 5, 9
PLACES_TRIED = 64
At: TypeAlias = Callable[[int], Case | None]


@dataclass(frozen=True)
class Growth:
    """Polynomials that hold at first, first + step, and so on.

    checked: the places that were not used to find them, and lie on them.
    """

    first: int
    step: int
    checked: tuple[int, ...]
    parts: dict[Part, Polynomial]


@dataclass(frozen=True)
class Growths:
    """Growth with each variable; None where there is none to be found.

    inputs: by the size of an input, that of each which has one.
    """

    batch: Growth
    inputs: Mapping[InputSize, Growth | None]
    width: Growth | None
    widths: Widths | None


def counts(case: Case) -> dict[Part, int]:
    """The parameters, the values that the batch stores, and the textbook total of training."""
    totals = totals_of(case.graph)
    return {
        "parameters": totals.parameters,
        "activations": totals.activations * case.plan.batch,
        "training": training_of(case).total,
    }


@once
def growths_of(case: Case) -> Growths:
    """How the network's memory grows."""
    widths = widths_of(case.graph)
    width = _found(at_width(case, widths), 1, 1) if widths else None
    inputs = {size: _with_input(case, size) for size in input_sizes(case.graph)}
    return Growths(_with_batch(case), inputs, width, widths)


def at_batch(case: Case) -> At:
    """The same network with another batch."""
    return lambda batch: case.with_plan(batch=batch)


def at_size(case: Case, size: InputSize) -> At:
    """The same network with one input of another size."""
    return lambda place: _built(case, size.built(case.graph, place))


def at_width(case: Case, widths: Widths) -> At:
    """The same network with so many times the channels."""
    return lambda w: _built(case, widths.times(w))


def _built(case: Case, graph: Graph | None) -> Case | None:
    return None if graph is None else case.with_graph(graph)


def _with_batch(case: Case) -> Growth:
    """The textbook's formulas, which hold from a batch of 1 on; a few batches are counted too."""
    formula, arguments = total_of_training(case)
    totals, at = totals_of(case.graph), at_batch(case)
    parts: dict[Part, Polynomial] = {
        "parameters": polynomial(totals.parameters),
        "activations": polynomial(0, totals.activations),
        "training": polynomial_of(formula, arguments, "batch"),
    }
    checked = tuple(range(1, 1 + PLACES))[FITTED:]
    for place in checked:
        counted = at(place)
        assert counted is not None
        assert all(parts[part](place) == value for part, value in counts(counted).items())
    return Growth(1, 1, checked, parts)


def _with_input(case: Case, size: InputSize) -> Growth | None:
    """From the present size on, or from where no layer will be counted otherwise any more."""
    step, at = stride_of(case.graph, size.index), at_size(case, size)
    first = _settled(at, size.now, step)
    return None if first is None else _found(at, first, step)


def _settled(at: At, first: int, step: int) -> int | None:
    """The first place from which on no adaptive pooling changes how it is counted."""
    for place in range(first, first + step * PLACES_TRIED, step):
        here, there = at(place), at(place + step)
        if here is None or there is None:
            return None
        if all(map(_is_settled, here.graph.nodes, there.graph.nodes)):
            return place
    return None


def _is_settled(node: Node, later: Node) -> bool:
    """Whether an adaptive pooling's output is smaller than its input, and so remains."""
    if not node.layer.adaptive or node.inputs == later.inputs:
        return True
    return any(a > b for a, b in zip(node.inputs[0], node.output, strict=True))


def _found(at: At, first: int, step: int) -> Growth | None:
    """The polynomials through the first places, where the others lie on them."""
    places = [first + step * i for i in range(PLACES)]
    cases = [at(place) for place in places]
    known = [counts(case) for case in cases if case is not None]
    if len(known) < PLACES:
        return None
    parts: dict[Part, Polynomial] = {}
    for part in PARTS:
        points = [(place, found[part]) for place, found in zip(places, known, strict=True)]
        parts[part] = through(points[:FITTED])
        if any(parts[part](place) != value for place, value in points[FITTED:]):
            return None
    return Growth(first, step, tuple(places[FITTED:]), parts)


def stride_of(graph: Graph, index: int = 0) -> int:
    """By how much an input's size has to grow for every output to grow by whole places.

    index: which input it is; what no value of it leads to does not grow.
    """
    steps: dict[int, Fraction] = {index: Fraction(1)}
    for node in graph.layers:
        before = [steps[source] for source in node.sources if source in steps]
        if before:
            steps[node.index] = max(before) * _step_of(node)
    return lcm(*(step.numerator for step in steps.values()))


def _step_of(node: Node) -> Fraction:
    """By how much a layer's input has to grow for one more place of its output."""
    if "scale_factor" in node.settings:
        factor = node.settings["scale_factor"]
        factors = factor if isinstance(factor, tuple) else (factor,)
        return Fraction(lcm(*(Fraction(f).denominator for f in factors if f)))
    if node.layer.does.enlarges or "stride" not in node.settings:
        return Fraction(1)
    stride = node.settings["stride"]
    return Fraction(lcm(*stride) if isinstance(stride, tuple) else stride)


def layers_by_degree(at: At, growth: Growth) -> dict[int, list[str]]:
    """The layers with parameters, by the power with which they grow; 0 for not at all."""
    places = [growth.first + growth.step * i for i in range(FITTED)]
    cases = [case for case in map(at, places) if case is not None]
    found: dict[int, list[str]] = {}
    for nodes in zip(*(case.graph.nodes for case in cases), strict=True):
        points = [(x, n.count("parameters")) for x, n in zip(places, nodes, strict=True)]
        if points[0][1]:
            found.setdefault(through(points).degree, []).append(nodes[0].name)
    return found
