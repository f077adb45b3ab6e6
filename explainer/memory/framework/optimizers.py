"""What an optimizer keeps beside the parameters, and what it takes for a moment in its step."""

from __future__ import annotations

import math
from collections.abc import Iterable

from explainer.memory.framework.ledger import Ledger
from explainer.network.optimizers import optimizer_called
from explainer.network.optimizers.moments import COPIES_OF_ALL
from explainer.network.optimizers.optimizer import Shape, take
from explainer.network.plan import Plan

# Of the number of steps, for every tensor of parameters.
BYTES_OF_COUNTER = 4


def counter_of(plan: Plan) -> int:
    """The bytes of its counter of steps for a tensor, which is not on another device."""
    counts = optimizer_called(plan.optimizer).counts_steps and plan.device != "cuda"
    return BYTES_OF_COUNTER if counts else 0


def state_of(plan: Plan, shape: Shape) -> int:
    """The bytes that the optimizer keeps beside a tensor of parameters, from step to step."""
    kept = optimizer_called(plan.optimizer).state.values(shape)
    return kept * plan.bytes_of_master + counter_of(plan)


def run_optimizer(ledger: Ledger, plan: Plan, tensors: Iterable[Shape]) -> None:
    """Change the parameters, tensor by tensor or all at once."""
    optimizer = optimizer_called(plan.optimizer)
    ledger.at(None, "optimizer")
    ledger.moment()
    if plan.device == "cuda" and optimizer.copies is not None:
        trained = sum(map(math.prod, tensors))
        copies, b = optimizer.copies, plan.bytes_per_value
        taken = take(ledger, COPIES_OF_ALL, copies=copies, trained=trained, b=b)
        ledger.moment()
        ledger.drop(taken)
        return
    optimizer.step(ledger, plan.bytes_of_master, tensors)
