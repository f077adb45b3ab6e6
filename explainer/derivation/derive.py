"""From a graph to its derivation: every step with its formula, its numbers and its slips.

A slip is a mistake put beside the right formula on this layer's own numbers. It differs
(another value), or it hides (another formula, the same value); where it comes to the
same formula it doesn't apply and is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from explainer.maths import Arguments, Exact, Formula, Mistake
from explainer.maths.formulary import Formulary
from explainer.network.graph import Graph
from explainer.network.node import Node


@dataclass(frozen=True)
class Slip:
    """What a mistake gives with the step's own numbers.

    always: the wrong formula gives the right value whatever the numbers are.
    """

    mistake: Mistake
    arguments: Arguments
    value: Exact
    right: Exact
    always: bool

    @property
    def hides(self) -> bool:
        """Whether it goes unnoticed here: another formula, the same value."""
        return self.value == self.right


@dataclass(frozen=True)
class Step:
    """One quantity worked out: the formula, the numbers it takes, the value."""

    formula: Formula
    arguments: Arguments
    value: Exact
    slips: tuple[Slip, ...] = ()

    @property
    def name(self) -> str:
        """The symbol of the quantity."""
        return self.formula.name

    @property
    def is_fact(self) -> bool:
        """Whether the formula takes no numbers: it is told in one sentence."""
        return not self.formula.needs

    @cached_property
    def form_key(self) -> tuple[int, frozenset[str], int]:
        """Equal for two steps that print the same line of symbols."""
        return id(self.formula), self.formula.at_neutral(self.arguments), len(self.arguments)


@dataclass(frozen=True)
class LayerWork:
    """A layer and its steps, in teaching order."""

    node: Node
    steps: tuple[Step, ...]

    def step(self, name: str) -> Step | None:
        """The step of that quantity, if the layer has it."""
        return next((step for step in self.steps if step.name == name), None)


def layers_of(graph: Graph) -> tuple[LayerWork, ...]:
    """The steps layer by layer."""
    return tuple(LayerWork(node, tuple(layer_steps(node))) for node in graph.nodes)


def layer_steps(node: Node) -> Iterable[Step]:
    """The steps of one layer."""
    mistakes = node.layer.mistakes_for(node.situation)
    return (step_of(f, node.values, mistakes) for f in node.formulas.values())


def steps_of(
    formulary: Formulary, values: Mapping[str, Any], *, lacking: bool = False
) -> Iterable[Step]:
    """The steps of formulas over a whole network.

    lacking: whether values may lack numbers; a formula that takes one of these has no step.
    """
    mistakes = formulary.mistakes_for(values)
    return (
        step_of(formula, values, mistakes)
        for formula in formulary.formulas_for(values).values()
        if not (lacking and formula.missing(values))
    )


def step_of(formula: Formula, values: Mapping[str, Any], mistakes: Iterable[Mistake]) -> Step:
    """One step, with the slips that can be made in it."""
    arguments = formula.arguments(values)
    value = formula.value(arguments)
    tried = (
        slip_of(m, formula, arguments, value, values) for m in mistakes if m.spoils == formula.name
    )
    return Step(formula, arguments, value, tuple(slip for slip in tried if slip is not None))


def slip_of(
    mistake: Mistake,
    formula: Formula,
    arguments: Arguments,
    right: Exact,
    values: Mapping[str, Any],
) -> Slip | None:
    """The mistake beside the right formula, or None where it doesn't apply."""
    if mistake.missing(values):
        return None
    wrong_arguments = mistake.arguments(values)
    if mistake.form(wrong_arguments) == formula.form(arguments):
        return None
    value = mistake.value(wrong_arguments)
    always = value == right and formula.always_equals(mistake, arguments, wrong_arguments)
    return Slip(mistake, wrong_arguments, value, right, always)
