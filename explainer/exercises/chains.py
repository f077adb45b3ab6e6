"""The steps that lead to a number, each after those that it needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer.derivation.derive import Step, step_of, steps_of
from explainer.maths import Formula
from explainer.memory.textbook.account import account_values, formulas_of
from explainer.memory.textbook.sums import network, network_values
from explainer.memory.textbook.unit_formulas import amounts, memory_units
from explainer.mistakes.engine.quantity import Count, Part, Quantity
from explainer.mistakes.engine.world import formula_name
from explainer.network.case import Case
from explainer.network.node import Node


def chain_in(node: Node, name: str) -> tuple[Step, ...]:
    """The steps of a layer that lead to one of its quantities."""
    order: list[str] = []

    def need(wanted: str) -> None:
        for part in node.formulas[wanted].needs:
            if part in node.formulas and part not in order and part != wanted:
                need(part)
        order.append(wanted)

    need(name)
    return tuple(step_of(node.formulas[part], node.values, ()) for part in order)


def chain_of(quantity: Quantity, case: Case) -> tuple[Step, ...]:
    """The steps to a quantity of one layer, of the network, or of its memory."""
    (term,) = quantity.terms
    if isinstance(term, Count) and term.layers is not None:
        return chain_in(case.graph.nodes[term.layers[0]], term.name)
    if isinstance(term, Count):
        values = network_values(case.graph)
        return _only(steps_of(network, values), term.name)
    assert isinstance(term, Part)
    account = account_values(case)
    return _only(steps_of(formulas_of(term.account, account), account), formula_name(term))


def _only(steps: Any, name: str) -> tuple[Step, ...]:
    return tuple(Step(s.formula, s.arguments, s.value) for s in steps if s.name == name)


def to_unit(chain: tuple[Step, ...], b: int, unit: str, *, in_bytes: bool) -> tuple[Step, ...]:
    """The steps, and those from values to bytes and from bytes to a unit of memory."""
    value = chain[-1].value
    if not in_bytes:
        chain = (*chain, _step(amounts.formulas_for(None)["size"], {"values": value, "b": b}))
    if unit != "bytes":
        size = chain[-1].value
        chain = (*chain, _step(memory_units.formulas_for(None)[unit], {"size": size}))
    return chain


def _step(formula: Formula, values: Mapping[str, Any]) -> Step:
    return step_of(formula, values, ())
