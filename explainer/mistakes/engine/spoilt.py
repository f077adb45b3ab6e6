"""The network with a mistake made in it: in one layer, or in every layer where it can be made.

A wrong output size goes on: the layers behind it are worked out anew with it. Where the
network falls apart on the way there is no such network.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import heappop, heappush
from typing import Any

from explainer.layers.layer import AXES, PASSED_ON, Shape
from explainer.maths import Formula, Mistake
from explainer.maths.together import Together, together
from explainer.mistakes.engine.wrong_nodes import WrongNodes, earlier
from explainer.network.graph import Graph
from explainer.network.node import Node, inputs_of, resized, shape_of
from explainer.network.symbols import derive_all, given_values, output_of

# What a node knows of the layers before it; see network/way_back.py.
CONTEXT = ("c_flattened", "n_before_pool", "w_shared")


@dataclass(frozen=True)
class WrongNetwork:
    """A network with a mistake in it.

    made: by the index of the layer, the wrong formulas that change a value there.
    until: the index of the first layer that no longer fits; it and those behind it are right.
    """

    graph: Graph
    made: Mapping[int, tuple[Mistake, ...]]
    until: int

    def made_on_the_way(self, index: int, name: str) -> tuple[Mistake, ...]:
        """The mistakes made in a layer that its quantity of that name needs.

        Swapped depths spoil the biases and the stored values, each by a formula of its own.
        """
        formulas, needed, waiting = self.graph.nodes[index].formulas, set[str](), [name]
        while waiting:
            one = waiting.pop()
            if one in formulas and one not in needed:
                needed.add(one)
                waiting += formulas[one].needs
        return tuple(slip for slip in self.made.get(index, ()) if slip.spoils in needed)


@dataclass(frozen=True)
class _Rest:
    """What a wrong network is behind some layer: its nodes there, and how far they fit."""

    nodes: WrongNodes
    until: int


@dataclass(frozen=True)
class _Anew:
    """What a layer becomes with other inputs or wrong formulas."""

    output: Shape
    values: Mapping[str, Any]
    formulas: Mapping[str, Formula]
    made: tuple[Mistake, ...]


class Spoilt:
    """The wrong networks that one right network can be turned into, each made once.

    seldom: whether mistakes that reports don't show are made too.
    """

    def __init__(self, graph: Graph, *, seldom: bool = False) -> None:
        self.graph = graph
        self._made: dict[tuple[frozenset[str], int | None], WrongNetwork] = {}
        self._mistakes = [mistakes_in(node, seldom=seldom) for node in graph.nodes]
        self._names: dict[int | None, list[str]] = {}
        self._settings = [repr(node.settings) for node in graph.nodes]
        self._alike: dict[tuple[object, ...], _Anew | None] = {}  # layers that come to the same
        self._rests: dict[
            tuple[object, ...], _Rest
        ] = {}  # by where, and which sizes are wrong there
        self._hand_on: dict[int, list[tuple[str, WrongNetwork]]] = {}
        self._last_reaching: tuple[int, list[tuple[int, str]]] = (-1, [])

    def names(self, only: int | None = None) -> list[str]:
        """The names of the mistakes that can be made, in one layer or anywhere."""
        if only not in self._names:
            where = self._mistakes if only is None else [self._mistakes[only]]
            found = dict.fromkeys(mistake.name for mistakes in where for mistake in mistakes)
            self._names[only] = list(found)
        return self._names[only]

    def names_of_sizes(self, only: int) -> list[str]:
        """The names of the mistakes that can change what a layer hands on."""
        return self._names_of_sizes[only]

    @cached_property
    def _names_of_sizes(self) -> list[list[str]]:
        """Those names for each layer."""
        names = []
        for mistakes in self._mistakes:
            found = [m for m in mistakes if m.instead_of.topic == "sizes"]
            names.append(list(dict.fromkeys(mistake.name for mistake in found)))
        return names

    def with_mistake(
        self, name: str, only: int | None = None, reach: int | None = None
    ) -> WrongNetwork | None:
        """The network with the mistake in one layer or everywhere; None where it falls apart.

        reach: the last layer that matters; behind it the network may fall apart.
        """
        return self.with_mistakes(frozenset((name,)), only, reach)

    def with_mistakes(
        self, names: frozenset[str], only: int | None = None, reach: int | None = None
    ) -> WrongNetwork | None:
        """The network with several mistakes made together; None where it falls apart."""
        if (names, only) not in self._made:
            self._made[names, only] = (
                self.make_plainly(names) if only is None else self._make_in_one(names, only)
            )
        found = self._made[names, only]
        last = len(self.graph.nodes) - 1 if reach is None else reach
        return found if found.until > last else None

    def reaching(self, layer: int) -> list[tuple[int, str]]:
        """Mistakes made in one layer before that change something in this one, the nearest first.

        Each as the index of the layer in which it is made, and its name. Those of the last layer
        are kept: all its quantities are asked about in turn.
        """
        if self._last_reaching[0] != layer:
            right = self.graph.nodes[layer]
            found = [
                (index, name)
                for index in earlier(self.graph, layer)
                for name, wrong in self._handing_on(index)
                if wrong.graph.nodes[layer] is not right
            ]
            self._last_reaching = layer, found
        return self._last_reaching[1]

    def _handing_on(self, index: int) -> list[tuple[str, WrongNetwork]]:
        """The wrong networks in which a layer hands on a wrong size, by the mistake's name."""
        if index not in self._hand_on:
            found = self._hand_on[index] = []
            for name in self.names_of_sizes(index):
                self.with_mistake(name, index)
                found.append((name, self._made[frozenset((name,)), index]))
        return self._hand_on[index]

    def in_layer_alone(self, names: frozenset[str], only: int) -> WrongNetwork | None:
        """The network with mistakes made in one layer, and those behind it left as they were.

        That is enough for what is asked of the layer itself; None where it doesn't fit.
        """
        node = self.graph.nodes[only]
        new = self._anew(node, node.inputs, self._slips(names, node, only))
        if new is None:
            return None
        nodes = WrongNodes(self.graph.nodes, {only: _changed(node, node.inputs, new)})
        made = {only: new.made} if new.made else {}
        return WrongNetwork(replace(self.graph, nodes=nodes), made, len(nodes))

    def _make_in_one(self, names: frozenset[str], only: int) -> WrongNetwork:
        """From the layer on, go only to those that read a wrong size.

        Where the same wrong sizes are left to be read as in a network before, the rest is its.
        """
        right, readers, rest = self.graph.nodes, self.graph.readers, None
        changed: dict[int, Node] = {}
        made: dict[int, tuple[Mistake, ...]] = {}
        wrong: dict[int, Shape] = {}  # the wrong outputs that somebody further on reads
        passed: list[tuple[object, ...]] = []
        waiting, until, meets = [only], len(right), 0
        while waiting and rest is None:
            node = right[meets := heappop(waiting)]
            while waiting and waiting[0] == meets:
                heappop(waiting)
            pairs = zip(node.takes, inputs_of(node, right), strict=False)
            inputs = tuple(wrong.get(each, shape) for each, shape in pairs) or node.inputs
            new = self._anew(node, inputs, self._slips(names, node, only))
            if new is None:
                until = meets
                break
            changed[meets] = _changed(node, inputs, new)
            if new.made:
                made[meets] = new.made
            for each in changed[meets].outputs:
                if each.shape != shape_of(node, each.number) and readers[each.number]:
                    wrong[each.number] = each.shape
                    for reader in readers[each.number]:
                        heappush(waiting, reader)
            wrong = {i: shape for i, shape in wrong.items() if readers[i][-1] > meets}
            passed.append((meets, frozenset(wrong.items())))
            rest = self._rests.get(passed[-1])
        nodes = WrongNodes(right, changed, rest.nodes if rest else None, meets)
        until = rest.until if rest else until
        for state in passed:
            self._rests.setdefault(state, _Rest(nodes, until))
        return WrongNetwork(replace(self.graph, nodes=nodes), made, until)

    def make_plainly(self, names: frozenset[str], only: int | None = None) -> WrongNetwork:
        """Layer by layer, everywhere; with `only` the plain way to what `_make_in_one` makes."""
        nodes: list[Node] = []
        made: dict[int, tuple[Mistake, ...]] = {}
        for node in self.graph.nodes:
            inputs = inputs_of(node, nodes)
            slips = self._slips(names, node, only)
            if not slips and inputs == node.inputs:
                nodes.append(node)
                continue
            new = self._anew(node, inputs, slips)
            if new is None:
                nodes += self.graph.nodes[node.index :]
                return WrongNetwork(replace(self.graph, nodes=tuple(nodes)), made, node.index)
            nodes.append(_changed(node, inputs, new))
            if new.made:
                made[node.index] = new.made
        return WrongNetwork(replace(self.graph, nodes=tuple(nodes)), made, len(nodes))

    def _anew(self, node: Node, inputs: tuple[Shape, ...], slips: list[Mistake]) -> _Anew | None:
        """The layer with other inputs or wrong formulas, as all that come to the same."""
        context = {symbol: node.values[symbol] for symbol in CONTEXT if symbol in node.values}
        settings = self._settings[node.index]
        key = (node.kind, settings, inputs, tuple(slips), *context.items())
        if key not in self._alike:
            self._alike[key] = _anew(node, inputs, slips, context)
        return self._alike[key]

    def _slips(self, names: frozenset[str], node: Node, only: int | None) -> list[Mistake]:
        """The mistakes of those names in a layer; one name may spoil height and width."""
        if only not in (None, node.index):
            return []
        return [mistake for mistake in self._mistakes[node.index] if mistake.name in names]


def _changed(node: Node, inputs: tuple[Shape, ...], new: _Anew) -> Node:
    return replace(
        node,
        inputs=inputs,
        output=new.output,
        values=new.values,
        formulas=new.formulas,
        beside=resized(node.beside, new.values),
        inner=resized(node.inner, new.values),
    )


def with_outputs(graph: Graph, outputs: Mapping[int, Shape]) -> Graph | None:
    """The network in which layers are taken to give these shapes; None where it falls apart."""
    nodes: list[Node] = []
    for node in graph.nodes:
        inputs = inputs_of(node, nodes)
        if node.index in outputs:
            nodes.append(_given(node, inputs, outputs[node.index]))
        elif inputs == node.inputs:
            nodes.append(node)
        else:
            context = {symbol: node.values[symbol] for symbol in CONTEXT if symbol in node.values}
            new = _anew(node, inputs, [], context)
            if new is None:
                return None
            nodes.append(replace(_changed(node, inputs, new), formulas=node.formulas))
    return replace(graph, nodes=tuple(nodes))


def _given(node: Node, inputs: tuple[Shape, ...], output: Shape) -> Node:
    """A layer whose output is taken as given, and with it the values that it stores."""
    sizes = {f"{axis}_out": size for axis, size in zip(AXES[len(output)], output, strict=True)}
    further = node.stored - math.prod(node.output)
    stored = {"activations": math.prod(output) + further} if node.count("activations") else {}
    return replace(node, inputs=inputs, output=output, values={**node.values, **sizes, **stored})


def mistakes_in(node: Node, *, seldom: bool = True) -> list[Mistake]:
    """The mistakes that can be made in a layer; with `seldom` those that reports don't show too."""
    layer, situation = node.layer, node.situation
    more = layer.seldom.mistakes_for(situation) if seldom else []
    return [*layer.mistakes_for(situation), *more]


def _anew(
    node: Node, inputs: tuple[Shape, ...], slips: list[Mistake], context: Mapping[str, Any]
) -> _Anew | None:
    """The layer with other inputs or wrong formulas; None where it does not fit."""
    layer, situation = node.layer, replace(node.situation, inputs=inputs)
    values = {**context, **given_values(layer, node.settings, inputs)}
    if layer.does.rearranges and not _whole(inputs):
        return None
    if any(check(situation, values) for check in layer.checks):
        return None
    rights = layer.formulas_for(situation)
    formulas = rights | _wrong_formulas(slips, rights, values)
    derive_all(formulas, values)
    output = output_of(layer, situation, values)
    if min(output) < 1:
        return None
    wrong = [slip for formula in formulas.values() for slip in _mistakes_of(formula)]
    made = tuple(slip for slip in wrong if _matters(slip, rights[slip.spoils], values))
    return _Anew(output, values, formulas, made)


def _whole(shapes: tuple[Shape, ...]) -> bool:
    """Whether all sizes are whole; a wrong formula may give parts of a row."""
    return all(isinstance(size, int) for shape in shapes for size in shape)


def _wrong_formulas(
    slips: list[Mistake], rights: Mapping[str, Formula], values: Mapping[str, Any]
) -> dict[str, Mistake]:
    """What stands for the right formulas; two mistakes in one are made together, if they can be."""
    found: dict[str, Mistake] = {}
    for slip in slips:
        if _runs(slip, rights, values):
            before = found.get(slip.spoils)
            both = (
                together(rights[slip.spoils], before, slip)
                if before is not None and before.name != slip.name
                else None
            )
            found[slip.spoils] = both or slip
    return found


def _mistakes_of(formula: Formula) -> tuple[Mistake, ...]:
    if isinstance(formula, Together):
        return formula.parts
    return (formula,) if isinstance(formula, Mistake) else ()


def _runs(slip: Mistake, rights: Mapping[str, Formula], values: Mapping[str, Any]) -> bool:
    """Whether the mistake can stand for a formula of the layer."""
    sizes = (passed_on for size, passed_on in PASSED_ON.items() if size in values)
    known = {**dict.fromkeys(sizes, 0), **dict.fromkeys(rights, 0), **values}
    spoils = slip.spoils in rights and slip.spoils not in slip.needs
    return spoils and not slip.missing(known)


def _matters(slip: Mistake, right: Formula, values: Mapping[str, Any]) -> bool:
    """Whether the mistake gives another value than the right formula on the same numbers."""
    return right.value(right.arguments(values)) != slip.value(slip.arguments(values))
