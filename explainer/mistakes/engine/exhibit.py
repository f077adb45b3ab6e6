"""What a question of a file shows: a quantity as claims have it, or what layers cost in training.

conv1.training.total             a part of what one layer takes, in bytes for the whole batch;
conv*.training.gradients         or of what several take together
training.layers                  every layer with what it takes, in rows
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from explainer.errors import ModelFileError
from explainer.language import sentence
from explainer.maths import Exact
from explainer.memory.textbook.layer_costs import PARTS, layer_costs_of
from explainer.mistakes.engine.quantity import BEFORE_PARTS, Quantity, layers_called, quantity_of
from explainer.mistakes.engine.world import World
from explainer.network.case import Case
from explainer.network.graph import Graph
from explainer.readers.wording import nearest, quoted
from explainer.spec import ClaimSpec, Given

ROWS = "training.layers"
# The same, by its way in the JSON.
ROWS_IN_JSON = "memory.textbook.layers"
IN_TRAINING = ".training."
COSTS = (*PARTS, "total")


@dataclass(frozen=True, slots=True)
class Cost:
    """What some layers cost in training. layers: their indices; part: one of COSTS."""

    layers: tuple[int, ...]
    part: str


@dataclass(frozen=True, slots=True)
class Rows:
    """What each layer costs in training."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Something to show, and what the file calls it."""

    name: str
    what: Quantity | Cost | Rows

    @property
    def in_bytes(self) -> bool:
        """Whether it is a number of bytes, and not of values."""
        return not isinstance(self.what, Quantity) or self.what.in_bytes

    def value(self, case: Case) -> Exact | None:
        """Its number in the network as it is run; of rows the sum. None where it can't be known."""
        match self.what:
            case Quantity():
                return World(case).value(self.what)
            case Cost(layers, part):
                rows = layer_costs_of(case) or ()
                return sum(int(getattr(rows[index], part)) for index in layers)
            case Rows():
                costs = layer_costs_of(case)
                return None if costs is None else sum(row.total for row in costs)


def exhibit_of(given: Given, graph: Graph) -> Exhibit:
    """What a name shows; ModelFileError with the nearest name where it names nothing."""
    name = given.text.strip()
    if name in (ROWS, ROWS_IN_JSON):
        return Exhibit(name, Rows())
    head, inside, part = name.removeprefix(BEFORE_PARTS).rpartition(IN_TRAINING)
    layers = layers_called(head, graph) if inside else ()
    if layers and part in COSTS:
        return Exhibit(name, Cost(layers, part))
    if layers:
        _refuse_part(given, head, part)
    try:
        return Exhibit(name, quantity_of(_as_claim(name, given), graph))
    except ModelFileError as error:
        near = nearest(name, (ROWS,))
        advice = sentence("hint.meant", name=quoted(near)) if near else error.advice
        label = sentence("question.label")
        raise ModelFileError(given.place, error.fault, layer=label, advice=advice) from None


def _refuse_part(given: Given, head: str, part: str) -> NoReturn:
    near = nearest(part, COSTS)
    names = [f"{head}{IN_TRAINING}{one}" for one in ((near,) if near else COSTS)]
    advice = (
        sentence("hint.meant", name=quoted(names[0]))
        if near
        else sentence("hint.one_of", names=", ".join(names))
    )
    fault = sentence("claim.nothing_called", layer=quoted(head), name=quoted(f"training.{part}"))
    raise ModelFileError(given.place, fault, layer=sentence("question.label"), advice=advice)


def _as_claim(name: str, given: Given) -> ClaimSpec:
    """A claim about the quantity, by which it is looked up."""
    return ClaimSpec(name, "0", place=given.place)
