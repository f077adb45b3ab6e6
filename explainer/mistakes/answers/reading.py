"""An answer as written: its number, its unit, and what it is a number of."""

from __future__ import annotations

import re

from explainer.errors import ModelFileError, UsageError, named, nearest, seen, shown
from explainer.language import sentence
from explainer.layers.layer import Shape
from explainer.mistakes.answers.diagnosis import Answer
from explainer.mistakes.engine.number import Asked
from explainer.mistakes.engine.quantity import Quantity, quantity_of
from explainer.mistakes.engine.reading import Printed
from explainer.mistakes.engine.units import ALIASES, UNITS, Unit, unit_of
from explainer.network.graph import Graph
from explainer.readers.wording import first_of
from explainer.spec import ClaimSpec, Place

# A number, and a unit behind it or none: `24M`, `61.0 MiB`, `1,728`.
WRITTEN = re.compile(r"(?P<number>[-+]?[0-9.,_]+(?:[eE][-+]?[0-9]+)?)\s*(?P<unit>[A-Za-z]*)")
SHAPE = re.compile(r"[0-9]{1,18}(?:\s*[x×*]\s*[0-9]{1,18})*", re.IGNORECASE)
BETWEEN = re.compile(r"\s*[x×*]\s*", re.IGNORECASE)
OUTPUT = ".output"
NOWHERE = Place("")


class NoNumberError(UsageError):
    """An answer's value is no number, its unit is unknown, or its sizes are too few or too many."""


def is_unit(word: str) -> bool:
    """Whether a word is a unit, by its own name or another spelling of it."""
    return word in UNITS or word in ALIASES


def is_of_shape(answer: Answer) -> bool:
    """Whether the answer is about a whole output, such as 13×13×64."""
    return answer.quantity.endswith(OUTPUT)


def asked_in(answer: Answer, graph: Graph, b: int) -> Asked:
    """What the answer says; UsageError where it is no number or no quantity of this network."""
    match = WRITTEN.fullmatch(answer.value.strip())
    try:
        if match is None:
            raise ValueError
        printed = Printed.read(match["number"])
    except ValueError:
        raise NoNumberError(
            sentence("answer.no_number", quantity=seen(answer.quantity), given=shown(answer.value))
        ) from None
    if answer.unit and match["unit"]:
        raise NoNumberError(
            sentence(
                "answer.two_units",
                quantity=seen(answer.quantity),
                first=match["unit"],
                second=seen(answer.unit),
            )
        )
    unit = answer.unit or match["unit"] or ""
    claim = ClaimSpec(answer.quantity, match["number"], unit, place=NOWHERE)
    try:
        quantity = quantity_of(claim, graph)
    except ModelFileError as error:
        raise UsageError(error.fault, error.advice) from None
    try:
        known = unit_of(claim, quantity, b) if unit else _own_unit(quantity, b)
    except ModelFileError as error:
        raise NoNumberError(error.fault, error.advice) from None
    return Asked(printed, quantity, known)


def _own_unit(quantity: Quantity, b: int) -> Unit:
    """Bytes for what is bytes, values for the rest."""
    return Unit("bytes" if quantity.in_bytes else "values", quantity.in_bytes, b)


def layer_of_output(quantity: str, graph: Graph) -> int:
    """The layer whose output is meant by `pool2.output`; UsageError where there is none."""
    name = quantity.removesuffix(OUTPUT)
    names = [node.name for node in graph.nodes]
    if name in names:
        return names.index(name)
    near = nearest(name, names, 0.5)
    if not names:
        raise UsageError(sentence("layer.bare_totals", network=graph.name, name=seen(name)))
    hint = (
        sentence("hint.meant", name=f"{near}{OUTPUT}")
        if near
        else sentence("hint.layers_are", names=first_of(names))
    )
    raise UsageError(sentence("layer.unknown", network=graph.name, name=seen(name)), hint)


def shape_in(text: str, quantity: str, graph: Graph) -> tuple[int, Shape]:
    """The layer and the shape that was given for its output."""
    index = layer_of_output(quantity, graph)
    right = graph.nodes[index].output
    example = "x".join(map(str, right[:-1])) + ("x" if len(right) > 1 else "") + "…"
    if not SHAPE.fullmatch(text.strip()):
        raise NoNumberError(
            sentence("answer.no_sizes", quantity=quantity, example=example, given=named(text))
        )
    shape = tuple(map(int, BETWEEN.split(text.strip())))
    if len(shape) != len(right) or not all(shape):
        raise NoNumberError(
            sentence(
                "answer.sizes",
                quantity=quantity,
                count=str(len(right)),
                example=example,
                given=shown(text),
            )
        )
    return index, shape
