"""The working behind a wrong number: each wrong formula with its numbers, and what goes on from it.

A mistake in a network counts for a quantity only where it is made in a layer that the
quantity depends on, and in a formula that leads to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from explainer.maths import Arguments, Exact, Formula, Mistake
from explainer.mistakes.engine.quantity import Count, Part, Quantity
from explainer.mistakes.engine.spoilt import WrongNetwork
from explainer.mistakes.engine.world import World
from explainer.mistakes.engine.wrong_nodes import earlier
from explainer.network.graph import Graph

# What it takes is the same in training and in inference, and the formula stands there.
PARAMETERS_OF_INFERENCE = Part("inference", "parameters")


@dataclass(frozen=True)
class Made:
    """One step of a wrong working: a wrong formula, or a right one given a wrong number.

    layer: the layer in which it is made, where it is the first of several.
    """

    formula: Formula
    arguments: Arguments
    value: Exact
    layer: str = ""


def made(formula: Formula, values: Mapping[str, Any], layer: str = "") -> Made:
    """A formula run on what it looks up."""
    arguments = formula.arguments(values)
    return Made(formula, arguments, formula.value(arguments), layer)


def single_layers(quantity: Quantity) -> list[int]:
    """The indices of the layers that the quantity is of, one layer each."""
    layers = [term.layers for term in quantity.terms if isinstance(term, Count) and term.layers]
    return [found[0] for found in layers if len(found) == 1]


@dataclass(frozen=True)
class Reach:
    """What a quantity depends on.

    own: the layers that it is of, and before: those in front of them; both None where it is of
        the whole network. names: what is counted; None where it is a part of memory.
    """

    own: frozenset[int] | None
    before: frozenset[int]
    names: frozenset[str] | None

    @classmethod
    def of(cls, quantity: Quantity, graph: Graph) -> Reach:
        """The reach of a quantity in a network."""
        counts = [term for term in quantity.terms if isinstance(term, Count)]
        names = frozenset(term.name for term in counts)
        layers = [term.layers for term in counts if term.layers is not None]
        if len(layers) < len(quantity.terms):
            only_counts = len(counts) == len(quantity.terms)
            return cls(None, frozenset(), names if only_counts else None)
        own = frozenset(index for found in layers for index in found)
        return cls(own, frozenset(i for layer in own for i in earlier(graph, layer)), names)

    def leading(self, wrong: WrongNetwork, index: int) -> tuple[Mistake, ...]:
        """The mistakes made in a layer that can change the quantity."""
        mistakes = wrong.made[index]
        if self.own is not None and index not in self.own:
            return tuple(filter(_is_size, mistakes)) if index in self.before else ()
        if self.names is None:
            return mistakes
        needed = [slip for name in self.names for slip in wrong.made_on_the_way(index, name)]
        hands_on = self.own is None or len(self.own) > 1
        return tuple(slip for slip in mistakes if slip in needed or (hands_on and _is_size(slip)))


def mistakes_that_count(wrong: WrongNetwork, reach: Reach) -> dict[int, tuple[Mistake, ...]]:
    """The mistakes that lead to the quantity, by the index of the layer in which they are made."""
    own = reach.own
    made = [i for i in wrong.made if own is None or i in own or i in reach.before]
    found = {index: reach.leading(wrong, index) for index in made}
    return {index: mistakes for index, mistakes in found.items() if mistakes}


def leaves_as_it_is(wrong: WrongNetwork, right: Graph, quantity: Quantity) -> bool:
    """Whether the quantity is of some layers only, and what is counted in each is unchanged."""
    for term in quantity.terms:
        if not isinstance(term, Count) or term.layers is None:
            return False
        for index in term.layers:
            new, old = wrong.graph.nodes[index], right.nodes[index]
            if new is not old and new.values.get(term.name, 0) != old.values.get(term.name, 0):
                return False
    return True


def _is_size(mistake: Mistake) -> bool:
    """Whether the mistake changes what the layer hands on."""
    return mistake.instead_of.topic == "sizes"


def working(
    world: World, counting: Mapping[int, tuple[Mistake, ...]], quantity: Quantity
) -> tuple[Made, ...]:
    """The wrong formulas of the layer asked about, else of the first; then what goes on from it."""
    asked = single_layers(quantity) if len(quantity.terms) == 1 else []
    place = asked[0] if asked and asked[0] in counting else next(iter(counting))
    node = world.graph.nodes[place]
    several = node.name if len(counting) > 1 and place not in asked else ""
    found: dict[tuple[object, ...], Made] = {}
    for name in dict.fromkeys(mistake.spoils for mistake in counting[place]):
        step = made(node.formulas[name], node.values, several)
        found.setdefault((step.formula.name, step.value, *step.arguments.values()), step)
    return (*found.values(), *right_steps(world, quantity))


def right_steps(world: World, quantity: Quantity) -> tuple[Made, ...]:
    """The right formula of what is asked about, on wrong numbers; none where it is wrong itself."""
    term = quantity.terms[0]
    if len(quantity.terms) > 1:
        return ()
    if isinstance(term, Part):
        return account_steps(world, quantity)
    layers = single_layers(quantity)
    if not isinstance(term, Count) or not layers:
        return ()
    node = world.graph.nodes[layers[0]]
    formula = node.formulas.get(term.name)
    if formula is None or isinstance(formula, Mistake):
        return ()
    step = made(formula, node.values)
    return (step,) if step.value == world.value(quantity) else ()


def account_steps(world: World, quantity: Quantity) -> tuple[Made, ...]:
    """The account's own formula, run on the wrong number."""
    term = quantity.terms[0]
    if len(quantity.terms) > 1 or not isinstance(term, Part):
        return ()
    part = Part("training", "parameters") if term == PARAMETERS_OF_INFERENCE else term
    formula, values = world.formula(part), world.account()
    if formula is None or formula.missing(values):
        return ()
    step = made(formula, values)
    return (step,) if step.value == world.value(quantity) else ()
