"""A network that questions are drawn from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from explainer.exercises.luck import Luck
from explainer.exercises.question import Question
from explainer.layers.traits import Does
from explainer.mistakes.engine.slips import Slips
from explainer.mistakes.engine.world import World
from explainer.network.case import Case
from explainer.network.graph import Node


@dataclass(frozen=True)
class Source:
    """A network that questions are drawn from. faded: how many are faded examples already."""

    case: Case
    slips: Slips
    luck: Luck
    faded: int = 0

    @classmethod
    def of(cls, case: Case, luck: Luck) -> Source:
        """The source with the slips of its network, found once."""
        return cls(case, Slips(World(case), seldom=True), luck)

    def layers(self, count: str) -> list[Node]:
        """The layers that a count can be asked of: it is worked out there and not nothing."""
        return [
            node
            for node in self.case.graph.nodes
            if node.sources
            and node.layer.does not in (Does.FLATTENS, Does.DROPS)
            and _is_work(node, count)
        ]


def _is_work(node: Node, count: str) -> bool:
    """Whether a count is over 1, and is worked out from two numbers or more; biases from one."""
    formula = node.formulas.get(count)
    least = 1 if count == "biases" else 2
    return formula is not None and len(formula.needs) >= least and bool(node.values[count] > 1)


Asking = Callable[[Source], Question | None]
