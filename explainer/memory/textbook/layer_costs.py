"""What each layer costs in training: the parts of the textbook account, layer by layer.

Each part is a sum over the layers, so the formula of the whole gives a layer's share where it is
run with the layer's own numbers. What is stored besides belongs to no layer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from explainer.maths import Formula
from explainer.maths.formulary import bytes_of
from explainer.memory.textbook.account import account_values, formulas_of
from explainer.memory.textbook.factored import state_in
from explainer.network.case import Case
from explainer.network.node import Node
from explainer.once import once

# The parts in the order in which a row has them; masters are the optimizer's.
PARTS = ("parameters", "gradients", "optimizer", "activations", "activation_gradients")


@dataclass(frozen=True)
class LayerCost:
    """What one layer takes in training, in bytes for the whole batch."""

    name: str
    parameters: int
    gradients: int
    optimizer: int
    activations: int
    activation_gradients: int
    total: int


@once
def layer_costs_of(case: Case) -> tuple[LayerCost, ...] | None:
    """A row for every layer, the input first; None for bare totals, which have no layers.

    The rows sum to the account of the whole network without `miscellaneous`.
    """
    if case.graph.totals is not None:
        return None
    whole = account_values(case)
    spellings = formulas_of("training", whole).formulas_for(whole)
    formulas = [spellings[bytes_of(part)] for part in PARTS]
    return tuple(_row(node, formulas, whole, case) for node in case.graph.nodes)


def _row(node: Node, formulas: list[Formula], whole: Mapping[str, Any], case: Case) -> LayerCost:
    values = {**whole, **_own(node, node.index not in case.frozen, "state" in whole)}
    parts = [int(formula.value(formula.arguments(values))) for formula in formulas]
    return LayerCost(node.name, **dict(zip(PARTS, parts, strict=True)), total=sum(parts))


def _own(node: Node, learns: bool, factored: bool) -> dict[str, int]:
    """The layer's own numbers in place of the network's."""
    parameters = node.count("parameters")
    return {
        "parameters": parameters,
        "trained": parameters if learns else 0,
        "activations": node.count("activations"),
        **({"state": state_in(node) if learns else 0} if factored else {}),
    }
