"""Wrong values of a quantity: one mistake, one carried forward, two within the quantity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from explainer.mistakes.engine.explanation import Explanation
from explainer.mistakes.engine.quantity import Quantity
from explainer.mistakes.engine.slips import Slip, Slips, reach_of
from explainer.mistakes.engine.workings import single_layers
from explainer.network.graph import Graph


def own(slips: Slips, quantity: Quantity) -> Iterator[Explanation]:
    """Every mistake made in the quantity or in all layers alike; values as the quantity's."""
    graph, layers = slips.world.graph, single_layers(quantity)
    for slip in slips.of(quantity):
        yield _explanation(slip, graph, layers)


def carried(slips: Slips, quantity: Quantity) -> Iterator[Explanation]:
    """Every mistake made in one layer before that reaches the quantity."""
    graph, layers = slips.world.graph, single_layers(quantity)
    for slip in _carried(slips, quantity):
        yield _explanation(slip, graph, layers)


def _explanation(slip: Slip, graph: Graph, layers: list[int]) -> Explanation:
    return Explanation(
        mistakes=(slip.name,),
        value=slip.value,
        wrong=(slip.mistake,),
        steps=slip.steps,
        layer=graph.nodes[slip.places[0]].name if slip.layers == 1 else "",
        carried=bool(layers) and slip.layers > 0 and not set(layers) & set(slip.places),
        layers=slip.layers,
        key=slip.key,
    )


def _carried(slips: Slips, quantity: Quantity) -> Iterator[Slip]:
    """Each mistake made in one earlier layer, from the nearest on, where it reaches this one."""
    right = slips.world.value(quantity)
    for layer in single_layers(quantity) if len(quantity.terms) == 1 else ():
        for index, name in slips.spoilt.reaching(layer):
            slip = _made(slips, quantity, frozenset((name,)), index)
            if slip and slip.value != right:
                yield slip


def singles(slips: Slips, quantity: Quantity) -> Iterator[Explanation]:
    """Both: those made in the quantity first."""
    yield from own(slips, quantity)
    yield from carried(slips, quantity)


def pairs(slips: Slips, quantity: Quantity) -> Iterator[Explanation]:
    """Every two mistakes within the quantity; in a sum over layers each is made in all alike."""
    yield from _two_in_layers(slips, quantity)
    for first in slips.of(quantity):
        if first.world is not None:
            for second in Slips(first.world).beyond_layers(quantity):
                if second.name != first.name and second.value != first.value:
                    yield _joined(first, second)


def _joined(first: Slip, second: Slip) -> Explanation:
    steps = (*first.steps, *second.steps)
    return Explanation(
        (first.name, second.name),
        second.value,
        (first.mistake, second.mistake),
        steps,
        layers=first.layers,
        key=first.key,
    )


def _two_in_layers(slips: Slips, quantity: Quantity) -> Iterator[Explanation]:
    """Two mistakes in the same layer, or both in every layer where they can be made."""
    layers, graph = single_layers(quantity), slips.world.graph
    if len(quantity.terms) > 1:
        return
    only = layers[0] if layers else None
    for names in _two_names(slips, quantity, only):
        slip = _made(slips, quantity, names, only, alone=True)
        if slip is None:
            continue
        each = {mistake.name: mistake for mistake in slip.all_made}
        if set(each) == names and slip.value != slips.world.value(quantity):
            one = _explanation(slip, graph, layers)
            yield replace(one, mistakes=tuple(each), wrong=tuple(each.values()))


def _two_names(slips: Slips, quantity: Quantity, only: int | None) -> list[frozenset[str]]:
    """Two names each, of mistakes that reach the quantity by themselves."""
    right, names = slips.world.value(quantity), []
    for name in slips.spoilt.names(only):
        slip = _made(slips, quantity, frozenset((name,)), only)
        if slip and slip.value != right:
            names.append(name)
    return [frozenset(two) for two in combinations(names, 2)]


def _made(
    slips: Slips,
    quantity: Quantity,
    names: frozenset[str],
    only: int | None,
    *,
    alone: bool = False,
) -> Slip | None:
    """The slip that these mistakes make; None where there is none, or the network falls apart.

    alone: whether one layer is asked about, and what comes of it in those behind doesn't matter.
    """
    spoilt = slips.spoilt
    wrong = (
        spoilt.in_layer_alone(names, only)
        if alone and only is not None
        else spoilt.with_mistakes(names, only, reach_of(quantity))
    )
    return None if wrong is None else slips.in_network(wrong, quantity)
