"""What PyTorch keeps of a layer and nobody can derive: the totals that lack it are lower bounds."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.network.case import Case
from explainer.network.node import Node
from explainer.network.plan import Plan
from explainer.once import once


@dataclass(frozen=True)
class Missing:
    """A layer of which something is kept that is not derived. why: the key of a sentence."""

    layer: str
    why: str


@once
def missing_in_training(case: Case) -> tuple[Missing, ...]:
    """The layers that lack something in a training step, be it kept or there for a moment.

    What a library makes for the backward pass it makes in training, also where nothing learns. A
    forward pass alone has none of it, so nothing of it is missing.
    """
    found = ((node, why_missing(node, case.plan)) for node in case.graph.nodes)
    return tuple(Missing(node.name, why) for node, why in found if why)


def why_missing(node: Node, plan: Plan) -> str:
    """Why not all of a layer is derived; empty where it is."""
    return node.layer.backward.lacks(plan.device, plan.dtype)
