"""How many values each optimizer keeps beside every parameter."""

from __future__ import annotations

SLOTS: dict[str, int] = {
    "sgd": 0,
    "momentum": 1,
    "nesterov": 1,
    "adagrad": 1,
    "rmsprop": 1,
    "rmsprop_centered": 2,
    "rmsprop_momentum": 2,
    "rmsprop_centered_momentum": 3,
    "lion": 1,
    "adam": 2,
    "adamw": 2,
    "adadelta": 2,
    "amsgrad": 3,
}
# Keeps sums over rows and columns, and so no fixed number of values beside a parameter.
FACTORED = "adafactor"
OPTIMIZERS = (*SLOTS, FACTORED)
