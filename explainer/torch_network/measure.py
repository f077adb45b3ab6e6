"""One training step in real torch, measured: what autograd keeps, and the most that is alive."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from explainer.errors import UsageError, seen
from explainer.language import sentence
from explainer.network.case import Case
from explainer.network.loss import NO_LOSS
from explainer.network.node import Node
from explainer.torch_network.checkpointed import CheckpointedNetwork
from explainer.torch_network.network import Built, Network
from explainer.torch_network.optimizers import maker_of
from explainer.torch_network.predict import predict
from explainer.torch_network.tracker import Keeping, Tracker, identity

# Torch's own, by the names that a model file has for them.
NUMBERS = {name: getattr(torch, name) for name in ("float64", "float32", "float16", "bfloat16")}
# What torch warns of, and the account knows.
EXPECTED = (
    "Using padding='same' with even kernel",
    "Mismatch dtype between input and weight",  # autocast: the scales of an rms_norm stay float32
)
# How torch refuses to normalise a batch in which a channel has a single value.
ONE_VALUE = "Expected more than 1 value per channel when training"


@dataclass(frozen=True)
class Measured:
    """What torch did.

    layers: shapes, parameters and buffers; saved: bytes kept for the backward pass.
    peak: the most that was alive in the second step; parts: its parts, named as our own.
    inference: the most that was alive in a forward pass without autograd, and its parts.
    """

    layers: tuple[Built, ...]
    saved: int
    peak: int
    parts: dict[str, int]
    inference: tuple[int, dict[str, int]]


def drawn(inputs: Iterable[Tensor]) -> tuple[Tensor, ...]:
    """Images with values drawn by chance; token numbers, of which 0 is always one, are copied."""
    return tuple(
        torch.rand_like(images) if images.is_floating_point() else images.clone()
        for images in inputs
    )


class Training:
    """A network with its optimizer, its images and its labels."""

    def __init__(self, case: Case, segments: int) -> None:
        make_optimizer = maker_of(case.plan.optimizer)
        self.plan, self.graph, self.kind_of_loss = case.plan, case.graph, case.loss
        number = torch.float32 if case.plan.mixed else NUMBERS[case.plan.low]
        frozen = case.frozen
        self.network = CheckpointedNetwork(case.graph, "cpu", segments, number, frozen)
        self.layers = self.network.built()
        images = drawn(self.network.inputs(case.plan.batch))
        plain = self.network if segments == 1 else Network(case.graph, "cpu", number, frozen)
        with self.precision():
            self.inference = predict(plain, images)
        for index in case.softmaxes_in_loss:
            self.network.layers[str(index)] = nn.Identity()
        self.images = drawn(self.network.inputs(case.plan.batch))
        rows = () if case.loss == NO_LOSS else (node.output[:-1] for node in case.graph.outputs)
        self.labels = {
            places: torch.zeros(case.plan.batch, *places, dtype=torch.int64) for places in rows
        }
        # A network in which nothing learns has nothing to optimize, and torch refuses it.
        self.optimizer = make_optimizer(
            [each for each in self.network.parameters() if each.requires_grad]
            or [nn.Parameter(torch.zeros(0))]
        )

    def state(self) -> Iterator[Tensor]:
        """What the optimizer keeps from step to step."""
        for values in self.optimizer.state.values():
            yield from (each for each in values.values() if isinstance(each, Tensor))

    def precision(self) -> AbstractContextManager[Any]:
        """In mixed precision autocast, which ends after the loss as in torch's own examples."""
        if not self.plan.mixed:
            return nullcontext()
        autocast: AbstractContextManager[Any] = torch.autocast("cpu", NUMBERS[self.plan.low])
        return autocast

    def loss(self, outputs: tuple[Tensor, ...]) -> Tensor:
        """The losses of all outputs, one added to the other."""
        first, *others = zip(self.graph.outputs, outputs, strict=True)
        total = self._loss_of(*first)
        for other in others:
            total = total + self._loss_of(*other)
        return total

    def _loss_of(self, node: Node, output: Tensor) -> Tensor:
        """The cross entropy, or the sum of the whole output."""
        if self.kind_of_loss == NO_LOSS:
            return output.sum()
        labels = self.labels[node.output[:-1]]
        if node.index in self.network.positions_first:  # a row for each position
            return nn.functional.cross_entropy(output.flatten(0, 1), labels.flatten())
        return nn.functional.cross_entropy(output, labels)

    def step(self) -> tuple[int, int, dict[str, int]]:
        """One step: the bytes that autograd kept at last, the peak, and the peak's parts.

        The output and the loss stay alive until the next take their names, or to the end
        of the step, as in any training loop.
        """
        keeping = Keeping()
        tracker = Tracker(lambda: map(identity, keeping.tensors()))
        parts = {
            "parameters": tracker.know(self.network.parameters()),
            "buffers": tracker.know(self.network.buffers()),
            "optimizer": tracker.know(self.state()),
            "input": tracker.know([*self.images, *self.labels.values()]),
        }
        saved, outputs, loss = 0, (torch.zeros(0),), torch.zeros(0)
        with tracker:
            for _ in range(self.plan.accumulate):
                with keeping.hooks, self.precision():
                    loss = self.loss(outputs := self.network(*self.images))
                kept = tracker.know(keeping.tensors()).difference(*parts.values())
                saved = sum(tracker.alive[number] for number in kept)
                if loss.requires_grad:
                    loss.backward()
            if loss.requires_grad:
                self.optimizer.step()
        del outputs
        gradients = (each.grad for each in self.network.parameters() if each.grad is not None)
        parts |= {"gradients": tracker.know(gradients), "saved": tracker.kept_at_peak}
        self.optimizer.zero_grad()
        return saved, tracker.peak, _by_part(tracker.alive_at_peak, parts)


def _by_part(alive: dict[int, int], parts: dict[str, frozenset[int]]) -> dict[str, int]:
    """The bytes of each part, in which the first that has a storage counts it; the rest apart."""
    left, found = dict(alive), {}
    for part, numbers in parts.items():
        found[part] = sum(left.pop(number) for number in numbers if number in left)
    return found | {"temporary": sum(left.values())}


def measure(case: Case, segments: int = 1) -> Measured:
    """Run two steps on the CPU; the second is the one that is measured.

    segments: how many the layers are cut into; all but the last are checkpointed.
    """
    with warnings.catch_warnings():
        for message in EXPECTED:
            warnings.filterwarnings("ignore", message=message)
        try:
            training = Training(case, segments)
            training.step()
            return Measured(training.layers, *training.step(), training.inference)
        except ValueError as error:
            if not str(error).startswith(ONE_VALUE):
                raise
            raise UsageError(
                sentence("torch.one_value", network=case.graph.name, option="`--batch 2`")
            ) from error
        except NotImplementedError as error:
            raise UsageError(
                sentence(
                    "torch.no_operation",
                    network=case.graph.name,
                    dtype=case.plan.dtype,
                    reason=seen(str(error).splitlines()[0]),
                    option="`--dtype float32`",
                )
            ) from error
