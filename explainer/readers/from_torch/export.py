# mypy: allow-subclassing-any
"""A module traced by torch.export, on the meta device: no weight is allocated, nothing runs."""

from __future__ import annotations

import copy
import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from typing import Any

import torch
from torch import nn
from torch.export import ExportedProgram
from torch.overrides import TorchFunctionMode

# A module that behaves otherwise with one image than with several is seen with several.
BATCH = 2


class NotTracedError(Exception):
    """What torch raises instead of a graph is its cause.

    modules: the paths of the modules that it ran, by `id`. only_export: whether only the export
    fails, and not the modules themselves.
    """

    def __init__(self, modules: Mapping[int, str], only_export: bool) -> None:
        super().__init__()
        self.modules, self.only_export = modules, only_export


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
    """The module's graph in training or in evaluation mode; the caller's module stays as it is.

    Raises NotTracedError where torch can't trace it with these inputs.
    """
    with _quiet():
        twin = copy.deepcopy(module).to("meta").train(training)
        try:
            return torch.export.export(twin, tuple(inputs), strict=False)
        except Exception as error:
            modules = {id(each): path for path, each in twin.named_modules()}
            own = type(error).__module__.startswith(
                "torch."
            )  # as what says that values would be needed
            raise NotTracedError(modules, own or _runs(twin, inputs)) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """What stops torch is raised; what it logs and prints beside that is about its own code."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings(), redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def _runs(module: nn.Module, inputs: Sequence[torch.Tensor]) -> bool:
    try:
        module(*inputs)
    except Exception:  # noqa: BLE001  whatever a caller's code raises
        return False
    return True
