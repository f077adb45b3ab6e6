"""Torch's optimizers, by the names that a model file has for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeAlias

from torch import Tensor, optim

from explainer.errors import UsageError
from explainer.language import sentence
from explainer.network.optimizers import optimizer_called

Maker: TypeAlias = Callable[[Iterable[Tensor]], optim.Optimizer]


def maker_of(name: str) -> Maker:
    """Makes the optimizer for some parameters; UsageError where torch has none such."""
    known = optimizer_called(name).torch
    if known is None:
        raise UsageError(sentence("torch.no_optimizer", name=repr(name)))
    return partial(getattr(optim, known.name), **known.settings)
