"""Mistakes that go unnoticed in a layer, and the numbers that hide them."""

from __future__ import annotations

from explainer.derivation.derive import Slip, step_of
from explainer.maths import Mistake
from explainer.mistakes.engine.quantity import Count, Quantity
from explainer.network.graph import Graph


def coincidences(quantity: Quantity, graph: Graph) -> tuple[Mistake, ...]:
    """The mistakes that give the quantity's right value here, though not everywhere."""
    return tuple(slip.mistake for slip in hidden(quantity, graph))


def hidden(quantity: Quantity, graph: Graph) -> list[Slip]:
    """The same, with the numbers that they take."""
    term = quantity.terms[0]
    if len(quantity.terms) > 1 or not isinstance(term, Count) or len(term.layers or ()) != 1:
        return []
    assert term.layers is not None
    node = graph.nodes[term.layers[0]]
    if term.name not in node.formulas:
        return []
    mistakes = node.layer.mistakes_for(node.situation)
    step = step_of(node.formulas[term.name], node.values, mistakes)
    return [slip for slip in step.slips if slip.hides and not slip.always]


def hiding(slip: Slip, quantity: Quantity, graph: Graph) -> tuple[tuple[str, int], ...]:
    """The numbers that hide a mistake: with another one, the right and the wrong value differ."""
    term = quantity.terms[0]
    assert isinstance(term, Count)
    assert term.layers is not None
    node = graph.nodes[term.layers[0]]
    right = node.formulas[term.name]
    found = []
    for symbol in dict.fromkeys((*node.arguments(right), *slip.arguments)):
        value = node.values.get(symbol)
        if isinstance(value, int):
            changed = {**node.values, symbol: value + 1}
            wrong = slip.mistake.value(slip.mistake.arguments(changed))
            if wrong != right.value(right.arguments(changed)):
                found.append((symbol, value))
    return tuple(found)
