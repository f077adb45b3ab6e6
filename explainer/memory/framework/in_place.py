"""Which layers write over their input in torch, and which of them must not.

torch.nn can compute some activation functions in place. That has to be left where the value
that would be overwritten is still needed: by another layer that reads it later, or by
autograd, which keeps it for the backward pass (torch then stops with an error).
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from explainer.layers.traits import Does, Saved
from explainer.memory.framework.padding import keeps_input
from explainer.network.graph import Graph
from explainer.network.node import Node


class Need(enum.Enum):
    """What a value is still needed for; each is the key of a sentence under `in_place`.

    KEPT: a layer keeps it for the backward pass. READ: a layer reads it later. OUTPUT: it is an
    output of the network. BORDER: a segment begins with it when it runs again. SIGN: the slope
    below 0 is negative, so the gradient needs its sign. PART: it is cut from a larger value.
    """

    KEPT = "kept"
    READ = "read"
    OUTPUT = "output"
    BORDER = "border"
    SIGN = "sign"
    PART = "part"


@dataclass(frozen=True)
class Conflict:
    """Why a layer is not in place: the value it would overwrite, and who still needs that."""

    value: int
    by: int
    need: Need


@dataclass(frozen=True)
class Places:
    """Where torch writes each layer's output.

    in_place: the layers that write over their input.
    conflicts: those that the file puts in place and that can't be, each with the reason.
    storages: for every node the number of the value in whose storage its first output lies.
    """

    in_place: frozenset[int]
    conflicts: Mapping[int, Conflict]
    storages: tuple[int, ...]


@dataclass
class _Storage:
    """What is known of one storage while the network runs: who needs the values in it."""

    kept: Conflict | None = None
    last: Conflict = field(default_factory=lambda: Conflict(-1, -1, Need.READ))


def places(
    graph: Graph, frozen: frozenset[int] = frozenset(), borders: frozenset[int] = frozenset()
) -> Places:
    """Go through the network once, in the order in which it runs.

    frozen: the layers whose parameters don't learn.
    borders: the values that segments are run again from, which nothing may write over.
    """
    learning = learning_nodes(graph, frozen)
    storages: dict[int, int] = {}
    known: dict[int, _Storage] = {}
    in_place: set[int] = set()
    parts: dict[int, int] = {}  # the layer that cut a value from another one
    conflicts: dict[int, Conflict] = {}
    for node in graph.nodes:
        wanted = node.layer.backward.in_place is not None and bool(node.settings["inplace"])
        taken = node.takes[0] if node.takes else 0
        conflict = _conflict(node, known[storages[taken]]) if wanted else None
        if wanted and conflict is None and taken in parts:
            conflict = Conflict(taken, parts[taken], Need.PART)
        if conflict is not None:
            conflicts[node.index] = conflict
        elif wanted:
            in_place.add(node.index)
        shared = node.index in in_place or node.layer.backward.passes_on(node)
        for value in (each.number for each in node.outputs):
            seen = shared and (value == node.index or node.layer.does.cuts)
            storages[value] = storages[taken] if seen else value
            if seen and (node.layer.does.cuts or taken in parts):
                parts[value] = parts.get(taken, node.index)
            storage = known.setdefault(storages[value], _Storage())
            _note(graph, storage, node, value)
            if value in borders:
                storage.kept = Conflict(value, graph.readers[value][-1], Need.BORDER)
        if node.index in frozen and reads_for_weights(node):
            continue  # its input's gradient is computed from the weights alone
        for value in kept_by(graph, node, node.index in in_place, learning):
            known[storages[value]].kept = Conflict(value, node.index, Need.KEPT)
    firsts = tuple(storages[node.index] for node in graph.nodes)
    return Places(frozenset(in_place), conflicts, firsts)


def _conflict(node: Node, storage: _Storage) -> Conflict | None:
    """Who needs what lies in the storage, when this node would write over it."""
    if storage.kept is not None:
        return storage.kept
    if storage.last.by > node.index or _is_output(storage.last):
        return storage.last
    slope = node.settings.get(node.layer.backward.slope, 0)
    return Conflict(node.takes[0], node.index, Need.SIGN) if slope < 0 else None


def _is_output(conflict: Conflict) -> bool:
    return conflict.need is Need.OUTPUT


def _note(graph: Graph, storage: _Storage, node: Node, value: int) -> None:
    """Remember who reads one of this node's outputs last, and whether anybody does."""
    readers = graph.readers[value]
    if not readers or value in graph.ends:
        storage.last = Conflict(value, node.index, Need.OUTPUT)
    elif not _is_output(storage.last) and readers[-1] > storage.last.by:
        storage.last = Conflict(value, readers[-1], Need.READ)


def learning_nodes(graph: Graph, frozen: frozenset[int]) -> frozenset[int]:
    """The nodes whose outputs autograd follows: those that learn, and all behind them."""
    found: set[int] = set()
    for node in graph.nodes:
        own = node.used("parameters") and node.index not in frozen
        if own or not found.isdisjoint(node.sources):
            found.add(node.index)
    return frozenset(found)


def reads_for_weights(node: Node) -> bool:
    """Whether it keeps its input for the gradient of its parameters alone."""
    composed = node.layer.backward.operations is not None
    if not composed:
        return node.layer.does is Does.CONNECTS
    return node.layer.backward.saved_by(node, learn=False) is Saved.NOTHING


def kept_by(graph: Graph, node: Node, in_place: bool, learning: frozenset[int]) -> Iterator[int]:
    """The numbers of the values that a node keeps for the backward pass, its own among them."""
    if node.index not in learning or not node.sources:
        return
    how = node.layer.backward
    match how.in_place if in_place else how.saved_by(node):
        case Saved.INPUT:
            yield node.takes[0]
        case Saved.OUTPUT:
            yield node.index
        case Saved.PADDED if keeps_input(node):
            yield node.takes[0]
        case Saved.FACTORS:
            yield from _kept_factors(node, learning)
        case Saved.DIVISOR:
            divided, divisor = node.takes
            yield divisor
            if node.sources[1] in learning:
                yield divided


def _kept_factors(node: Node, learning: frozenset[int]) -> Iterator[int]:
    """A factor is kept where what it is multiplied by learns: the product of those before it."""
    for position, value in enumerate(node.takes):
        others = node.sources[:position] or node.sources[1:2]
        if not learning.isdisjoint(others):
            yield value
