"""Torch's optimizers, by the names that a model file has for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TypeAlias

from torch import Tensor, optim

Maker: TypeAlias = Callable[[Iterable[Tensor]], optim.Optimizer]

# Lion is not among torch's.
OPTIMIZERS: Mapping[str, Maker] = {
    "sgd": partial(optim.SGD, lr=0.001),
    "momentum": partial(optim.SGD, lr=0.001, momentum=0.9),
    "nesterov": partial(optim.SGD, lr=0.001, momentum=0.9, nesterov=True),
    "adagrad": optim.Adagrad,
    "rmsprop": optim.RMSprop,
    "rmsprop_centered": partial(optim.RMSprop, centered=True),
    "rmsprop_momentum": partial(optim.RMSprop, momentum=0.9),
    "rmsprop_centered_momentum": partial(optim.RMSprop, centered=True, momentum=0.9),
    "adam": optim.Adam,
    "adamw": optim.AdamW,
    "adadelta": optim.Adadelta,
    "amsgrad": partial(optim.Adam, amsgrad=True),
    "adafactor": optim.Adafactor,
}
