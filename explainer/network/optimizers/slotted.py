"""The optimizers that keep the same number of values beside every parameter."""

from __future__ import annotations

from explainer.network.optimizers.moments import (
    NOTHING,
    ONE_COPY,
    ONE_ROOT,
    ROOT_AND_CHANGE,
    THREE_MAPS,
    TWO_ROOTS,
)
from explainer.network.optimizers.optimizer import Beside, Optimizer, TorchClass, tensor_by_tensor

SGD = Optimizer(
    "sgd",
    Beside(0),
    tensor_by_tensor(NOTHING),
    copies=0,
    counts_steps=False,
    torch=TorchClass("SGD", {"lr": 0.001}),
)
MOMENTUM = Optimizer(
    "momentum",
    Beside(1),
    tensor_by_tensor(NOTHING),
    copies=0,
    counts_steps=False,
    torch=TorchClass("SGD", {"lr": 0.001, "momentum": 0.9}),
)
NESTEROV = Optimizer(
    "nesterov",
    Beside(1),
    tensor_by_tensor(ONE_COPY),
    copies=0,
    counts_steps=False,
    torch=TorchClass("SGD", {"lr": 0.001, "momentum": 0.9, "nesterov": True}),
)
ADAGRAD = Optimizer(
    "adagrad",
    Beside(1),
    tensor_by_tensor(ONE_ROOT),
    copies=2,
    counts_steps=True,
    torch=TorchClass("Adagrad"),
)
RMSPROP = Optimizer(
    "rmsprop",
    Beside(1),
    tensor_by_tensor(ONE_ROOT),
    copies=1,
    counts_steps=True,
    torch=TorchClass("RMSprop"),
)
RMSPROP_CENTERED = Optimizer(
    "rmsprop_centered",
    Beside(2),
    tensor_by_tensor(ONE_ROOT),
    copies=1,
    counts_steps=True,
    torch=TorchClass("RMSprop", {"centered": True}),
)
RMSPROP_MOMENTUM = Optimizer(
    "rmsprop_momentum",
    Beside(2),
    tensor_by_tensor(ONE_ROOT),
    copies=1,
    counts_steps=True,
    torch=TorchClass("RMSprop", {"momentum": 0.9}),
)
RMSPROP_CENTERED_MOMENTUM = Optimizer(
    "rmsprop_centered_momentum",
    Beside(3),
    tensor_by_tensor(ONE_ROOT),
    copies=1,
    counts_steps=True,
    torch=TorchClass("RMSprop", {"centered": True, "momentum": 0.9}),
)
LION = Optimizer(
    "lion",
    Beside(1),
    tensor_by_tensor(THREE_MAPS),
    copies=None,
    counts_steps=False,
    torch=None,
)
ADAM = Optimizer(
    "adam",
    Beside(2),
    tensor_by_tensor(TWO_ROOTS),
    copies=1,
    counts_steps=True,
    torch=TorchClass("Adam"),
)
ADAMW = Optimizer(
    "adamw",
    Beside(2),
    tensor_by_tensor(TWO_ROOTS),
    copies=1,
    counts_steps=True,
    torch=TorchClass("AdamW"),
)
ADADELTA = Optimizer(
    "adadelta",
    Beside(2),
    tensor_by_tensor(ROOT_AND_CHANGE),
    copies=2,
    counts_steps=True,
    torch=TorchClass("Adadelta"),
)
AMSGRAD = Optimizer(
    "amsgrad",
    Beside(3),
    tensor_by_tensor(TWO_ROOTS),
    copies=1,
    counts_steps=True,
    torch=TorchClass("Adam", {"amsgrad": True}),
)
