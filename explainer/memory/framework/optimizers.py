"""What an optimizer keeps beside the parameters, and what it takes for a moment in its step.

By default torch takes one tensor after the other on the CPU. The memory for the one before
is released only when the next one's has been taken.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from explainer.memory.framework.adafactor import Shape, kept_beside, run_loop
from explainer.memory.framework.ledger import Ledger
from explainer.memory.optimizers import FACTORED
from explainer.memory.plan import Plan

# The bytes taken for a moment, from those of a tensor and of the one before it.
Temporary: TypeAlias = Callable[[int, int], int]

# All others count their steps: one float32 for every tensor of parameters.
NOT_COUNTING = frozenset({"sgd", "momentum", "nesterov", "lion"})
BYTES_OF_COUNTER = 4


def nothing(_: int, __: int) -> int:
    """All is added where it lies."""
    return 0


def one_copy(tensor: int, _: int) -> int:
    """The gradient with the momentum added."""
    return tensor


def one_root(tensor: int, before: int) -> int:
    """The root of the average, and the one before it."""
    return tensor + before


def two_roots(tensor: int, before: int) -> int:
    """The root, the root divided by its correction, and the one before them."""
    return 2 * tensor + before


def root_and_change(tensor: int, before: int) -> int:
    """The root and the change; at first those before, one after the other, are still there."""
    return max(tensor + 2 * before, 2 * tensor + before)


def three_maps(tensor: int, before: int) -> int:
    """By its authors' code, torch has none: two scaled maps, their sum, and the one before."""
    return 3 * tensor + before


TEMPORARIES: Mapping[str, Temporary] = {
    "sgd": nothing,
    "momentum": nothing,
    "nesterov": one_copy,
    "adagrad": one_root,
    "rmsprop": one_root,
    "rmsprop_centered": one_root,
    "rmsprop_momentum": one_root,
    "rmsprop_centered_momentum": one_root,
    "lion": three_maps,
    "adam": two_roots,
    "adamw": two_roots,
    "adadelta": root_and_change,
    "amsgrad": two_roots,
}


# On CUDA torch takes all tensors at once, by default: so many copies of all of them. The
# optimizers that are not named here go on tensor by tensor.
AT_ONCE: Mapping[str, int] = {
    "sgd": 0,
    "momentum": 0,
    "nesterov": 0,
    "adagrad": 2,
    "rmsprop": 1,
    "rmsprop_centered": 1,
    "rmsprop_momentum": 1,
    "rmsprop_centered_momentum": 1,
    "adam": 1,
    "adamw": 1,
    "adadelta": 2,
    "amsgrad": 1,
}


def counter_of(plan: Plan) -> int:
    """The bytes of its counter of steps for a tensor, which is not on another device."""
    elsewhere = plan.optimizer in NOT_COUNTING or plan.device == "cuda"
    return 0 if elsewhere else BYTES_OF_COUNTER


def state_of(plan: Plan, shape: Shape) -> int:
    """The bytes that the optimizer keeps beside a tensor of parameters, from step to step."""
    kept = kept_beside(shape) if plan.slots is None else plan.slots * math.prod(shape)
    return kept * plan.bytes_of_master + counter_of(plan)


def run_optimizer(ledger: Ledger, plan: Plan, tensors: Sequence[Shape]) -> None:
    """Change the parameters, tensor by tensor or all at once."""
    ledger.at(None, "optimizer")
    ledger.moment()
    if plan.device == "cuda" and plan.optimizer in AT_ONCE:
        values = sum(map(math.prod, tensors))
        taken = ledger.new(AT_ONCE[plan.optimizer] * values * plan.bytes_per_value)
        ledger.moment()
        ledger.drop(taken)
        return
    if plan.optimizer == FACTORED:
        run_loop(ledger, plan.bytes_of_master, tensors)
        return
    before = 0
    for shape in tensors:
        tensor = math.prod(shape) * plan.bytes_of_master
        taken = ledger.new(TEMPORARIES[plan.optimizer](tensor, before))
        ledger.moment()
        ledger.drop(taken)
        before = tensor
