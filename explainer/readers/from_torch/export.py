# mypy: allow-subclassing-any
"""A module traced by torch.export, on the meta device: no weight is allocated, nothing runs."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn
from torch.export import ExportedProgram
from torch.overrides import TorchFunctionMode

# A module that behaves otherwise with one image than with several is seen with several.
BATCH = 2


class _NoWeights(TorchFunctionMode):
    """Parameters are made on the meta device; what a module works out beside them stays real."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        if func is torch.empty and "device" not in {k for k, v in kwargs.items() if v is not None}:
            kwargs = {**kwargs, "device": "meta"}
        return func(*args, **kwargs)


@contextmanager
def without_weights() -> Iterator[None]:
    """Within it modules are made whose parameters take no memory."""
    with _NoWeights(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def exported(module: nn.Module, inputs: Sequence[torch.Tensor], training: bool) -> ExportedProgram:
    """The module's graph in training or in evaluation mode; the caller's module stays as it is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        twin = copy.deepcopy(module).to("meta").train(training)
        return torch.export.export(twin, tuple(inputs), strict=False)
