"""A network that questions are drawn from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from explainer.exercises.luck import Luck
from explainer.exercises.question import Collision, Question, WrongAnswer
from explainer.layers.traits import Does
from explainer.maths import Exact
from explainer.mistakes.engine.quantity import Quantity
from explainer.mistakes.engine.slips import Slips
from explainer.mistakes.engine.world import World
from explainer.network.case import Case
from explainer.network.node import Node

# What joins more is a list on a sheet, as sixteen ones to be added, and no question.
MOST_BRANCHES = 4


@dataclass(frozen=True)
class Answers:
    """The right answer about a quantity in a unit, the wrong ones, and those that are one."""

    right: Exact
    wrong: tuple[WrongAnswer, ...]
    collisions: tuple[Collision, ...]


@dataclass(frozen=True)
class Source:
    """A network that questions are drawn from.

    faded: how many are faded examples already. answers: to what was drawn before, by the quantity
    and its unit: one is drawn again and again until a question fits.
    """

    case: Case
    slips: Slips
    luck: Luck
    faded: int = 0
    answers: dict[tuple[Quantity, str], Answers | None] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, case: Case, luck: Luck) -> Source:
        """The source with the slips of its network, found once."""
        return cls(case, Slips(World(case), seldom=True), luck)

    def layers(self, count: str) -> list[Node]:
        """The layers that a count can be asked of: it is worked out there and not nothing."""
        return [
            node
            for node in self.case.graph.nodes
            if 0 < len(node.sources) <= MOST_BRANCHES
            and node.layer.does not in (Does.FLATTENS, Does.DROPS)
            and not (count == "activations" and node.kept_inside)  # more than its output
            and _is_work(node, count)
        ]


def _is_work(node: Node, count: str) -> bool:
    """Whether a count is over 1, and is worked out from two numbers or more; biases from one."""
    formula = node.formulas.get(count)
    least = 1 if count == "biases" else 2
    return formula is not None and len(formula.needs) >= least and bool(node.values[count] > 1)


Asking = Callable[[Source], Question | None]
