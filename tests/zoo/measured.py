"""A training step of a real module on FakeTensors: what autograd keeps, and the most alive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch._subclasses.fake_tensor import FakeTensorMode

from explainer.torch_network.tracker import Keeping, Tracker, identity

BATCH = 2


@dataclass(frozen=True)
class Step:
    """Parameters in values; what autograd kept and the most that was alive in bytes."""

    parameters: int
    saved: int
    peak: int


def measured(make: Callable[[], nn.Module], *shapes: tuple[int, ...]) -> Step:
    """A second step, with momentum, of the sum of all outputs; shapes: those of one image."""
    module = make()
    with FakeTensorMode(allow_non_fake_inputs=True):
        make_fake(module)
        module.train()
        optimizer = torch.optim.SGD(module.parameters(), lr=0.1, momentum=0.9)
        images = [torch.empty(BATCH, *shape) for shape in shapes]
        _step(module, optimizer, images)
        saved, peak = _step(module, optimizer, images)
    return Step(sum(each.numel() for each in module.parameters()), saved, peak)


def make_fake(module: nn.Module) -> None:
    """Put parameters and buffers that take no memory in place of the real ones."""
    made: dict[int, nn.Parameter] = {}
    for part in module.modules():
        for name, parameter in part._parameters.items():
            if parameter is not None:
                fake = nn.Parameter(torch.empty(parameter.shape, dtype=parameter.dtype))
                part._parameters[name] = made.setdefault(id(parameter), fake)
        for name, buffer in part._buffers.items():
            if buffer is not None:
                part._buffers[name] = torch.empty(buffer.shape, dtype=buffer.dtype)


def _step(module: nn.Module, optimizer: Any, images: list[Tensor]) -> tuple[int, int]:
    keeping = Keeping()
    tracker = Tracker(lambda: map(identity, keeping.tensors()))
    state = (value for values in optimizer.state.values() for value in values.values())
    known = [
        *(module.parameters()),
        *(module.buffers()),
        *(each for each in state if isinstance(each, Tensor)),
        *images,
    ]
    beforehand = tracker.know(known)
    with tracker:
        with keeping.hooks:
            outputs = module(*images)
            loss = _summed(outputs)
        kept = tracker.know(keeping.tensors()) - beforehand
        saved = sum(tracker.alive[number] for number in kept)
        loss.backward()
        optimizer.step()
    del outputs
    optimizer.zero_grad()
    return saved, tracker.peak


def _summed(outputs: Any) -> Tensor:
    first, *others = (each.sum() for each in _tensors(outputs))
    for each in others:
        first = first + each
    return first


def _tensors(outputs: Any) -> Iterator[Tensor]:
    if isinstance(outputs, Tensor):
        yield outputs
    elif isinstance(outputs, Mapping):
        for each in outputs.values():
            yield from _tensors(each)
    elif isinstance(outputs, list | tuple):
        for each in outputs:
            yield from _tensors(each)
