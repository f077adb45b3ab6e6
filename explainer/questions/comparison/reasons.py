"""Why a layer's figures differ between two networks: the same formula, other numbers in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import TypeAlias

from explainer.layers.quantities import COUNTS
from explainer.maths import Arguments, Exact, Formula
from explainer.maths.tree import Tree, with_numbers
from explainer.memory.textbook.account import total_of_training, training_of
from explainer.network.case import Case
from explainer.network.node import Node

# What follows from other quantities by adding up, or is no part of the memory.
NOT_TOLD = ("parameters", "im2col")
Pair: TypeAlias = tuple[Node, Node]


@dataclass(frozen=True)
class Reason:
    """A quantity of one layer in both networks, each with its formula and the numbers in it."""

    layer: str
    quantity: str
    first: Formula
    second: Formula
    arguments: tuple[Arguments, Arguments]
    values: tuple[Exact, Exact]

    @property
    def differs(self) -> bool:
        """Whether the quantity is another number."""
        return self.values[0] != self.values[1]

    @property
    def same_rule(self) -> bool:
        """Whether both networks work it out by the same formula."""
        return self.first is self.second

    @property
    def factor(self) -> Fraction | None:
        """The second value by the first; None where the first is 0."""
        return Fraction(self.values[1]) / Fraction(self.values[0]) if self.values[0] else None

    @cached_property
    def moved(self) -> dict[str, tuple[Exact, Exact]]:
        """The symbols whose numbers differ, with both."""
        one, other = self.arguments
        return {s: (one[s], other[s]) for s in one if s in other and one[s] != other[s]}

    @cached_property
    def ratios(self) -> tuple[tuple[str, Fraction], ...]:
        """The symbols whose numbers differ, each with its factor; those from 0 left out."""
        return tuple((s, Fraction(b) / Fraction(a)) for s, (a, b) in self.moved.items() if a)

    @property
    def multiplied(self) -> bool:
        """Whether the factors of the symbols, multiplied, are the factor of the quantity."""
        whole = len(self.ratios) == len(self.moved)
        return whole and self.factor == prod((r for _, r in self.ratios), start=Fraction(1))

    @cached_property
    def symbols(self) -> Tree:
        """The formula in symbols; one that is neutral in both networks is dropped."""
        one, other = self.arguments
        neutral = self.second.at_neutral(one) & self.second.at_neutral(other)
        return self.second.form_without(tuple(other), neutral)

    @cached_property
    def lines(self) -> tuple[Tree, Tree]:
        """The line of symbols of the first network and of the second; one where the rule is one."""
        one, other = self.arguments
        if self.same_rule and tuple(one) == tuple(other):
            return self.symbols, self.symbols
        return self.first.form(one), self.second.form(other)

    @property
    def numbers(self) -> tuple[Tree, Tree]:
        """The formula in numbers, of the first network and of the second."""
        (first, second), (one, other) = self.lines, self.arguments
        return with_numbers(first, one), with_numbers(second, other)


def pairs(one: Case, other: Case) -> list[Pair]:
    """The layers that have the same name and kind in both, in the second's order."""
    by_name = {node.name: node for node in one.graph.nodes}
    both = ((by_name.get(node.name), node) for node in other.graph.nodes)
    return [(first, node) for first, node in both if first and first.kind == node.kind]


def has_changed(pair: Pair) -> bool:
    """Whether the layer puts out another shape, or one of its counts differs."""
    first, second = pair
    return first.output != second.output or any(first.count(c) != second.count(c) for c in COUNTS)


def reasons_of(pair: Pair) -> list[Reason]:
    """The layer's quantities in both networks."""
    return [_reason(pair, name) for name in pair[1].formulas
            if name in pair[0].formulas and name not in NOT_TOLD]  # fmt: skip


def _reason(pair: Pair, name: str) -> Reason:
    first, second = pair
    rules = first.formulas[name], second.formulas[name]
    return Reason(
        second.name,
        name,
        *rules,
        (first.arguments(rules[0]), second.arguments(rules[1])),
        (first.values[name], second.values[name]),
    )


def reason_of_training(one: Case, other: Case) -> Reason | None:
    """The textbook total of training, each by the formula that holds for how it is run.

    None where the totals of one of them lack what it is made of.
    """
    if any(training_of(case).lacks for case in (one, other)):
        return None
    (first, had), (second, has) = total_of_training(one), total_of_training(other)
    results = first.value(had), second.value(has)
    return Reason("", "bytes_of_training", first, second, (had, has), results)


def alike(reasons: Iterable[Reason]) -> list[list[Reason]]:
    """The reasons in groups: the same quantity, the same line of symbols, the same factors."""
    groups: dict[object, list[Reason]] = {}
    for reason in reasons:
        key = (reason.quantity, reason.same_rule, reason.symbols, reason.factor, reason.ratios)
        groups.setdefault(key, []).append(reason)
    return list(groups.values())
