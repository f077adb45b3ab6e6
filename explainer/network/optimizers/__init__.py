"""The optimizers, each an object that says all that is known of it.

To add one: write its object, and put it into OPTIMIZERS.
"""

from __future__ import annotations

from explainer.network.optimizers.adafactor import ADAFACTOR
from explainer.network.optimizers.optimizer import Optimizer
from explainer.network.optimizers.slotted import (
    ADADELTA,
    ADAGRAD,
    ADAM,
    ADAMW,
    AMSGRAD,
    LION,
    MOMENTUM,
    NESTEROV,
    RMSPROP,
    RMSPROP_CENTERED,
    RMSPROP_CENTERED_MOMENTUM,
    RMSPROP_MOMENTUM,
    SGD,
)

OPTIMIZERS: tuple[Optimizer, ...] = (
    *(SGD, MOMENTUM, NESTEROV),
    ADAGRAD,
    *(RMSPROP, RMSPROP_CENTERED, RMSPROP_MOMENTUM, RMSPROP_CENTERED_MOMENTUM),
    LION,
    *(ADAM, ADAMW),
    ADADELTA,
    AMSGRAD,
    ADAFACTOR,
)


def optimizer_names() -> tuple[str, ...]:
    """What a model file may call them."""
    return tuple(each.name for each in OPTIMIZERS)


def optimizer_called(name: str) -> Optimizer:
    """The optimizer of that name, which has to be one of them."""
    return next(each for each in OPTIMIZERS if each.name == name)
