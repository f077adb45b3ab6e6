"""Sums over the whole network: weights, biases, parameters, stored values, and their mistakes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any

from explainer.layers.counts import BIAS_FORGOTTEN, parameters
from explainer.layers.traits import Does
from explainer.maths import total
from explainer.maths.formulary import Formulary
from explainer.maths.functions import rounded_number
from explainer.memory.textbook.lack import Account, Known, Lack
from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.once import once

# From here on a printed table writes a row with K or M; rows below stand in full.
PREFIX_FROM = 10_000

network = Formulary("sums")


def prefix_may_get_lost(values: dict[str, Any]) -> bool:
    """Whether the slip can go unnoticed: a total of over twice the right one would be seen."""
    right, lost = values["activations"], 1000 * values["A_in_full"]
    return bool(lost > 0 and values["A_with_prefix"] + lost < 2 * right)


@network.formula()
def weights(*W):
    """Add up the weights of all layers, kind by kind."""
    return total(*W)


@network.formula()
def biases(*B):
    """Add up the biases of all layers, kind by kind."""
    return total(*B)


learnt = network.formula(name="parameters")(parameters)
learnt.mistake("bias_forgotten", biases=0, when=lambda v: v["biases"] > 0, says=BIAS_FORGOTTEN)


@network.formula(when=lambda v: bool(v["T"]))
def buffers(*T):
    """Add up what is tracked and not trained: the running mean and variance of each channel."""
    return total(*T)


@network.formula()
def activations(*A):
    """Add up the values that are stored for one <image, the image itself
    included,|example,> kind by kind.
    """
    return total(*A)


@network.mistake(instead_of=activations, when=lambda v: v["A_before_pooling"] > 0)
def volume_before_pooling_forgotten(activations, A_before_pooling):
    """A pooling reads one volume and makes another one, and both of them are stored."""
    return activations - A_before_pooling


@network.mistake(instead_of=activations, when=lambda v: v["rounding_matters"])
def rounded_before_summing(*R):
    """Values that were rounded to two digits for printing must not be added up, as it is done here
    kind by kind: add the exact values, and round once.
    """
    return total(*R)


@network.mistake(instead_of=activations, when=lambda v: prefix_may_get_lost(v))
def prefix_lost_in_a_sum(A_with_prefix, A_in_full):
    """Some rows are printed in thousands and some in full: those in full must not be taken as
    thousands.
    """
    return A_with_prefix + 1000 * A_in_full


@network.mistake(instead_of=activations, when=lambda v: v["A_conv_inputs"] > 0)
def inputs_counted_beside_outputs(activations, A_conv_inputs):
    """The input of a convolution is the output of the layer before it, and it is counted there."""
    return activations + A_conv_inputs


ONE_AND_THE_SAME = "Feature maps and activations are two names for the same tensors."


@network.mistake(instead_of=activations, says=ONE_AND_THE_SAME)
def feature_maps_counted_twice(activations):
    """Feature maps and activations, both for every stored value."""
    return 2 * activations


@network.formula(unit="macs", when=lambda v: bool(v["C"]))
def macs(*C):
    """Add up the multiply-accumulates of all layers that have any."""
    return total(*C)


@dataclass(frozen=True)
class Totals(Account):
    """The sums for one image; None where it can't be known (bare totals say no more)."""

    activations: Known = Known()
    parameters: Known = Known()
    _: KW_ONLY
    weights: int | None
    biases: int | None
    buffers: int | None
    macs: int | None


@once
def totals_of(graph: Graph) -> Totals:
    """The network's sums, or what its bare totals give."""
    if graph.totals is not None:
        given = graph.totals.activations, graph.totals.parameters
        first, second = (Lack(graph) if number is None else number for number in given)
        return Totals(first, second, weights=None, biases=None, buffers=None, macs=None)

    def whole(quantity: str) -> int:
        return sum(node.count(quantity) for node in graph.nodes)

    activations, parameters = map(whole, ("activations", "parameters"))
    others = {name: whole(name) for name in ("weights", "biases", "buffers", "macs")}
    return Totals(activations, parameters, **others)


@once
def network_values(graph: Graph) -> Mapping[str, Any]:
    """The numbers that the network's formulas look up, by their symbols."""
    rows = [node.count("activations") for node in graph.nodes]
    sums = totals_of(graph)
    return {
        "W": by_kind(graph, lambda node: node.count("weights")),
        "B": by_kind(graph, lambda node: node.count("biases")),
        "T": by_kind(graph, lambda node: node.count("buffers")),
        "A": by_kind(graph, lambda node: node.count("activations")),
        "C": by_kind(graph, lambda node: node.count("macs")),
        "R": by_kind(graph, lambda node: rounded_number(node.count("activations"))),
        "rounding_matters": any(rounded_number(row) != row for row in rows),
        "A_before_pooling": sum(graph.nodes[i].count("activations") for i in before_pooling(graph)),
        "A_with_prefix": sum(row for row in rows if row >= PREFIX_FROM),
        "A_in_full": sum(row for row in rows if row < PREFIX_FROM),
        "A_conv_inputs": sum(values_in(node) for node in graph.nodes if node.layer.does.convolves),
        "weights": sums.weights,
        "biases": sums.biases,
        "parameters": sums.parameters,
        "buffers": sums.buffers,
        "activations": sums.activations,
        "macs": sums.macs,
    }


def by_kind(graph: Graph, count: Callable[[Node], int]) -> dict[str, int]:
    """The sum over the layers of each kind, in order of first use; kinds without any left out."""
    sums: dict[str, int] = {}
    for node in graph.nodes:
        if count(node):
            sums[node.kind] = sums.get(node.kind, 0) + count(node)
    return sums


def before_pooling(graph: Graph) -> set[int]:
    """The nodes that own the volumes which nothing but pooling layers read; the images apart."""
    read_by: dict[int, set[bool]] = {}
    for node in graph.nodes:
        for source, number in zip(node.sources, node.takes, strict=True):
            storage = graph.nodes[source].storage
            if number == source and node.storage != storage:
                read_by.setdefault(storage, set()).add(node.layer.does is Does.POOLS)
    owners = (storage for storage, kinds in read_by.items() if kinds == {True})
    return {storage for storage in owners if len(graph.inputs) <= storage < len(graph.nodes)}


def values_in(node: Node) -> int:
    """How many values a node's inputs hold, for one image."""
    return sum(map(math.prod, node.inputs))
