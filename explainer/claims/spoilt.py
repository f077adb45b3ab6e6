"""The network with a mistake made in it: in one layer, or in every layer where it can be made.

A wrong output size goes on: the layers behind it are worked out anew with it. Where the
network falls apart on the way there is no such network.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from explainer.graph import Graph, Node, _derive_all, _given_values, _output
from explainer.layers.layer import Shape, Situation
from explainer.maths import Mistake

# What a node knows of the layers before it; see graph.py.
CONTEXT = ("c_flattened", "n_before_pool")


class Spoilt:
    """The wrong networks that one right network can be turned into, each made once."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._made: dict[tuple[str, int | None], Graph | None] = {}
        self._mistakes = [node.layer.mistakes_for(node.situation) for node in graph.nodes]

    def names(self, only: int | None = None) -> list[str]:
        """The names of the mistakes that can be made, in one layer or anywhere."""
        where = self._mistakes if only is None else [self._mistakes[only]]
        return list(dict.fromkeys(mistake.name for found in where for mistake in found))

    def mistakes(self, name: str, index: int) -> list[Mistake]:
        """The mistakes of that name in a layer; one name may spoil height and width."""
        return [mistake for mistake in self._mistakes[index] if mistake.name == name]

    def with_mistake(self, name: str, only: int | None = None) -> Graph | None:
        """The network with the mistake in one layer or everywhere; None where it falls apart."""
        if (name, only) not in self._made:
            self._made[name, only] = self._make(name, only)
        return self._made[name, only]

    def _make(self, name: str, only: int | None) -> Graph | None:
        nodes: list[Node] = []
        for node in self.graph.nodes:
            slips = self.mistakes(name, node.index) if only in (None, node.index) else []
            inputs = tuple(nodes[source].output for source in node.sources) or node.inputs
            if slips or inputs != node.inputs:
                found = _worked_out(node, inputs, slips)
                if found is None:
                    return None
                nodes.append(found)
            else:
                nodes.append(node)
        return replace(self.graph, nodes=tuple(nodes))


def _worked_out(node: Node, inputs: tuple[Shape, ...], slips: Iterable[Mistake]) -> Node | None:
    """The layer anew, with other inputs or wrong formulas; None where it does not fit."""
    layer, situation = node.layer, Situation(node.settings, inputs)
    values = {name: node.values[name] for name in CONTEXT if name in node.values}
    values |= _given_values(layer, node.settings, inputs)
    if any(check(situation, values) for check in layer.checks):
        return None
    formulas = layer.formulas_for(situation)
    for slip in slips:
        known = {name: 0 for name in formulas if name != slip.instead_of} | values
        if slip.instead_of in formulas and not slip.missing(known):
            formulas[slip.instead_of] = slip
    _derive_all(formulas, values)
    output = _output(layer, situation, values)
    if min(output) < 1:
        return None
    return replace(node, inputs=inputs, output=output, values=values, formulas=formulas)
