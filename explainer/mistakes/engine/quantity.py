"""Which quantity a claim names.

conv1.weights                    one layer; `input.activations` is the image
conv1.H_out                      a size of one layer
layer2.0.parameters              all layers of a block
fc*.parameters                   all layers whose names begin so
activations, totals.weights      the whole network
training.total                   a part of the textbook account, in bytes;
                                 `memory.textbook.training.total` as well
optimizer.slots                  values the optimizer keeps beside each parameter
activations + weights            a sum
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Literal, NoReturn, TypeAlias

from explainer.errors import ModelFileError
from explainer.language import later, sentence
from explainer.layers.quantities import COUNTS, OUTPUT_SIZES
from explainer.memory.textbook.account import Inference, Training
from explainer.network.graph import Graph
from explainer.readers.wording import first_of, nearest, quoted, suggestion
from explainer.spec import ClaimSpec

Account: TypeAlias = Literal["training", "inference"]
SLOTS = "optimizer.slots"
BEFORE_TOTALS, BEFORE_PARTS = "totals.", "memory.textbook."


@dataclass(frozen=True, slots=True)
class Count:
    """A number of values: of some layers, by their indices, or of the whole network (None)."""

    name: str
    layers: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the textbook account, in bytes for the whole batch."""

    account: Account
    name: str


PARTS: dict[str, Part] = {
    **{f"training.{field.name}": Part("training", field.name) for field in fields(Training)},
    **{f"inference.{field.name}": Part("inference", field.name) for field in fields(Inference)},
}


@dataclass(frozen=True, slots=True)
class Slots:
    """The values that the optimizer keeps beside each parameter."""


Term: TypeAlias = Count | Part | Slots


@dataclass(frozen=True)
class Quantity:
    """What a claim is about: terms that are added up, all in values or all in bytes."""

    terms: tuple[Term, ...]

    @property
    def in_bytes(self) -> bool:
        """Whether it is a number of bytes, and not of values."""
        return isinstance(self.terms[0], Part)


def quantity_of(claim: ClaimSpec, graph: Graph) -> Quantity:
    """The quantity that the claim names; ModelFileError with the nearest name otherwise."""
    terms = tuple(_term(part.strip(), claim, graph) for part in claim.quantity.split("+"))
    if len({isinstance(term, Part) for term in terms}) > 1:
        raise ModelFileError(
            claim.place,
            sentence("claim.adds_up", quantity=quoted(claim.quantity)),
            layer=sentence("claim.label"),
            advice=sentence("claim.adds_up_try"),
        )
    return Quantity(terms)


def _term(text: str, claim: ClaimSpec, graph: Graph) -> Term:
    whole = text.removeprefix(BEFORE_TOTALS)
    part = text.removeprefix(BEFORE_PARTS)
    if whole in COUNTS:
        return Count(whole)
    head, dot, count = text.rpartition(".")
    layers = layers_called(head, graph) if dot else ()
    if layers and (count in COUNTS or _has(graph, layers, count)):
        return Count(count, layers)
    if part in PARTS:
        return PARTS[part]
    if text == SLOTS:
        return Slots()
    _refuse(text, claim, graph)


def _has(graph: Graph, layers: tuple[int, ...], symbol: str) -> bool:
    """Whether it is a symbol of a single layer, such as `H_out`."""
    return len(layers) == 1 and isinstance(graph.nodes[layers[0]].values.get(symbol), int)


def layers_called(name: str, graph: Graph) -> tuple[int, ...]:
    """The layer of that name, or those of the block of that name, or those that fit its `*`."""
    found = [node.index for node in graph.nodes if node.name == name]
    found = found or [node.index for node in graph.nodes if node.name.startswith(f"{name}.")]
    if not found and "*" in name:
        start, _, end = name.partition("*")
        found = [n.index for n in graph.nodes if n.name.startswith(start) and n.name.endswith(end)]
    return tuple(found)


def symbols_of(graph: Graph, name: str) -> list[str]:
    """The sizes that can be asked about in a layer of that name: H_out, W_out, c_out, …."""
    layers = layers_called(name, graph)
    values = graph.nodes[layers[0]].values if len(layers) == 1 else {}
    return [size for size in values if size in OUTPUT_SIZES and type(values[size]) is int]


def _refuse(text: str, claim: ClaimSpec, graph: Graph) -> NoReturn:
    head, dot, last = text.rpartition(".")
    quantities = (*COUNTS, *PARTS, SLOTS)
    if dot and layers_called(head, graph):
        fault = sentence("claim.nothing_called", layer=quoted(head), name=quoted(last))
        counts = (*COUNTS, *symbols_of(graph, head))
        near = nearest(last, counts)
        advice = _meant(f"{head}.{near}") if near else _all_of(head, counts)
    elif last in COUNTS and graph.nodes:
        fault = sentence("set.no_layer", name=quoted(head))
        near = nearest(head, _heads(graph))
        advice = _meant(f"{near}.{last}") if near else _layers_of(graph)
    else:
        fault = sentence("claim.no_quantity", name=quoted(text))
        known = later("claim.quantities_try", names=", ".join(quantities))
        advice = suggestion(text, quantities, known)
    raise ModelFileError(claim.place, fault, layer=sentence("claim.label"), advice=advice)


def _heads(graph: Graph) -> list[str]:
    """What layers can be named by: their names, and the beginnings of names up to a dot."""
    found: dict[str, None] = {}
    for node in graph.nodes:
        parts = node.name.split(".")
        found |= dict.fromkeys(".".join(parts[: end + 1]) for end in range(len(parts)))
    return list(found)


def _meant(name: str) -> str:
    return sentence("hint.meant", name=quoted(name))


def _all_of(head: str, counts: Sequence[str]) -> str:
    names = ", ".join(f"{head}.{count}" for count in counts)
    return sentence("claim.has_try", names=names)


def _layers_of(graph: Graph) -> str:
    names = first_of([node.name for node in graph.nodes])
    return sentence("hint.layers_are", names=names)
