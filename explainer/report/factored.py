"""What Adafactor keeps, worked out for the first layer of each kind, and summed."""

from __future__ import annotations

from explainer.derivation.derive import step_of
from explainer.memory.textbook.factored import (
    factored,
    factored_sum,
    state_by_kind,
    state_formula,
    state_values,
)
from explainer.network.node import Node
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.steps import Seen, full, slip_blocks
from explainer.results.results import Results


def state_blocks(work: Results, seen: Seen) -> list[n.Block]:
    """The values of the optimizer, where they are no fixed number beside each parameter."""
    if work.plan.slots is not None:
        return []
    frozen = work.case.frozen
    blocks: list[n.Block] = [n.Paragraph(say("factored.intro"))]
    for node in _first_of_each_kind(work, frozen):
        step = step_of(state_formula(node), state_values(node), factored.mistakes_for(node))
        told = say("factored.layer", layer=n.User(node.name), kind=n.Code(node.kind))
        blocks += [n.Paragraph(told), full(step, work.plan.bytes_per_value, seen)]
        blocks += slip_blocks(step, seen, every=False)
    kept = state_by_kind(work.graph, frozen)
    if not kept:
        return [*blocks, n.Paragraph(say("factored.nothing"))]
    step = step_of(factored_sum.formulas_for(None)["state"], {"S": kept}, ())
    trained = work.case.trained
    told = say("factored.compared", state=sum(kept.values()), trained=trained, adam=2 * trained)
    return [
        *blocks,
        n.Paragraph(say("factored.sum")),
        full(step, work.plan.bytes_per_value, seen),
        n.Paragraph(told),
    ]


def _first_of_each_kind(work: Results, frozen: frozenset[int]) -> list[Node]:
    first: dict[str, Node] = {}
    for node in work.graph.nodes:
        if node.count("parameters") and node.index not in frozen:
            first.setdefault(node.kind, node)
    return list(first.values())
