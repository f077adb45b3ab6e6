"""What the optimizer's step takes for a moment where it takes most, each with its formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from explainer.maths import Arguments, Formula
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.optimizers import run_optimizer
from explainer.memory.framework.simulation import learning_tensors
from explainer.network.case import Case
from explainer.network.optimizers.moments import NOTHING, all_variables
from explainer.network.optimizers.optimizer import Shape


@dataclass(frozen=True)
class Taken:
    """A tensor that is alive at that moment.

    name: its own among them; layer: whose parameters it belongs to.
    """

    name: str
    layer: str
    formula: Formula
    arguments: Arguments
    bytes: int


@dataclass(frozen=True)
class MostInStep:
    """The moment of a step at which the optimizer takes most.

    layer: whose parameters are changed then; empty where all tensors are taken at once.
    tensors: what is alive then; empty where nothing is taken.
    """

    layer: str
    tensors: tuple[Taken, ...]

    @property
    def sum(self) -> tuple[Formula, Arguments, int]:
        """All of it: the formula of a step that takes nothing, or that of the sum."""
        if not self.tensors:
            return NOTHING, {}, 0
        sizes = {each.name: each.bytes for each in self.tensors}
        return all_variables, all_variables.arguments({"variables": sizes}), sum(sizes.values())


def most_in_step(case: Case) -> MostInStep | None:
    """By a step alone; None where nothing learns."""
    tensors = learning_tensors(case)
    if not tensors:
        return None
    ledger = Ledger()

    def one_by_one() -> Iterator[Shape]:
        for node, shape in tensors:
            ledger.at(node.name, "optimizer")
            yield shape

    run_optimizer(ledger, case.plan, one_by_one())
    alive = [each for each in ledger.alive_at_peak() if each.size]
    found: list[Taken] = []
    for storage in reversed(alive):  # the older of two is that of a tensor before
        assert storage.formula is not None
        assert storage.arguments is not None
        before = any(each.name == storage.what for each in found)
        name = f"{storage.what}_before" if before else storage.what
        found.append(Taken(name, storage.layer, storage.formula, storage.arguments, storage.size))
    return MostInStep(ledger.peak.layer or "", tuple(reversed(found)))
