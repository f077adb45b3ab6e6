"""The optimizers that keep the same number of values beside every parameter."""

from __future__ import annotations

from explainer.network.optimizers.optimizer import Beside, Optimizer, TorchClass, tensor_by_tensor


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


SGD = Optimizer(
    "sgd",
    Beside(0),
    tensor_by_tensor(nothing),
    copies=0,
    counts_steps=False,
    torch=TorchClass("SGD", {"lr": 0.001}),
)
MOMENTUM = Optimizer(
    "momentum",
    Beside(1),
    tensor_by_tensor(nothing),
    copies=0,
    counts_steps=False,
    torch=TorchClass("SGD", {"lr": 0.001, "momentum": 0.9}),
)
NESTEROV = Optimizer(
    "nesterov",
    Beside(1),
    tensor_by_tensor(one_copy),
    copies=0,
    counts_steps=False,
    torch=TorchClass("SGD", {"lr": 0.001, "momentum": 0.9, "nesterov": True}),
)
ADAGRAD = Optimizer(
    "adagrad",
    Beside(1),
    tensor_by_tensor(one_root),
    copies=2,
    counts_steps=True,
    torch=TorchClass("Adagrad"),
)
RMSPROP = Optimizer(
    "rmsprop",
    Beside(1),
    tensor_by_tensor(one_root),
    copies=1,
    counts_steps=True,
    torch=TorchClass("RMSprop"),
)
RMSPROP_CENTERED = Optimizer(
    "rmsprop_centered",
    Beside(2),
    tensor_by_tensor(one_root),
    copies=1,
    counts_steps=True,
    torch=TorchClass("RMSprop", {"centered": True}),
)
RMSPROP_MOMENTUM = Optimizer(
    "rmsprop_momentum",
    Beside(2),
    tensor_by_tensor(one_root),
    copies=1,
    counts_steps=True,
    torch=TorchClass("RMSprop", {"momentum": 0.9}),
)
RMSPROP_CENTERED_MOMENTUM = Optimizer(
    "rmsprop_centered_momentum",
    Beside(3),
    tensor_by_tensor(one_root),
    copies=1,
    counts_steps=True,
    torch=TorchClass("RMSprop", {"centered": True, "momentum": 0.9}),
)
LION = Optimizer(
    "lion",
    Beside(1),
    tensor_by_tensor(three_maps),
    copies=None,
    counts_steps=False,
    torch=None,
)
ADAM = Optimizer(
    "adam",
    Beside(2),
    tensor_by_tensor(two_roots),
    copies=1,
    counts_steps=True,
    torch=TorchClass("Adam"),
)
ADAMW = Optimizer(
    "adamw",
    Beside(2),
    tensor_by_tensor(two_roots),
    copies=1,
    counts_steps=True,
    torch=TorchClass("AdamW"),
)
ADADELTA = Optimizer(
    "adadelta",
    Beside(2),
    tensor_by_tensor(root_and_change),
    copies=2,
    counts_steps=True,
    torch=TorchClass("Adadelta"),
)
AMSGRAD = Optimizer(
    "amsgrad",
    Beside(3),
    tensor_by_tensor(two_roots),
    copies=1,
    counts_steps=True,
    torch=TorchClass("Adam", {"amsgrad": True}),
)
