"""Gradient checkpointing: a segment keeps its inputs only, and runs again in the backward pass.

As torch.utils.checkpoint.checkpoint(use_reentrant=False) does it. The second run begins when
the backward pass needs the first value of the segment, and ends as soon as all that it needs
is there; what it kept is then released operation by operation, and the inputs with the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from explainer.memory.framework.forward import Forward
from explainer.memory.framework.network import begin, forget_dead_ends, outputs_among, values_of
from explainer.memory.framework.storage import Storage
from explainer.memory.framework.tape import Gradients, Operation, Value, of_each_input
from explainer.network.node import Node
from explainer.network.segments import Segment


class Enough(Exception):  # noqa: N818  it is no error
    """The second run has all that the backward pass needs."""


class Frame:
    """A checkpointed segment: its inputs, and the operations that its first run noted.

    keeping: how many of them keep something; waiting: those of them that are still to go back.
    computed_again: the layers whose output its second run computed.
    """

    def __init__(self, run: Forward, segment: Segment, values: dict[int, Value]) -> None:
        self.run, self.segment = run, segment
        self.inputs = {index: values[index] for index in segment.inputs}
        self.operations: list[Operation] = []
        self.keeping = self.waiting = 0
        self.computed_again: list[Node] = []
        self._again = False
        for storage in self.kept():
            run.ledger.keep(storage)

    def note(self, operation: Operation, keeps: bool) -> None:
        """An operation of the first run."""
        self.operations.append(operation)
        if keeps:
            operation.frame = self
            self.keeping += 1
            self.waiting += 1

    def kept(self) -> list[Storage]:
        """What stays until the segment has gone back."""
        return [each.storage for each in self.inputs.values()]

    def close(self) -> None:
        """The first run is over; without anything to be kept the inputs aren't needed again."""
        if not self.keeping:
            self._release()

    def leave(self, operation: Operation) -> None:
        """An operation has gone back, or leads nowhere."""
        operation.frame = None
        self.waiting -= 1
        if not self.waiting:
            self._release()

    def need(self) -> None:
        """Something of the segment is needed: run it again, if it hasn't been."""
        if self._again:
            return
        self._again = True
        ledger = self.run.ledger
        held = {each.storage: _unkept(each.storage) for each in self.inputs.values()}
        made: list[Storage] = []
        ledger.watched = made
        second = SecondRun(self)
        with suppress(Enough):
            run_segment(second, self.segment, self.inputs)
        ledger.watched = None
        self._take_over(second.tape)
        for storage in (*made, *held):
            for _ in range(_unkept(storage) - held.get(storage, 0)):
                ledger.drop(storage)

    def _take_over(self, tape: Sequence[Operation]) -> None:
        """What the second run kept belongs to the operations of the first, if they lead on."""
        for operation, again in zip(self.operations, tape, strict=False):
            if operation.frame is not None:
                operation.keeps = again.keeps
            else:
                for storage in again.keeps:
                    self.run.ledger.let_go(storage)

    def _release(self) -> None:
        for storage in self.kept():
            self.run.ledger.let_go(storage)


def _unkept(storage: Storage) -> int:
    """Those who hold a storage for anything but the backward pass."""
    return storage.holders - storage.keepers


class FirstRun(Forward):
    """Operations are noted, and nothing is kept for them."""

    def __init__(self, frame: Frame) -> None:
        run = frame.run
        super().__init__(run.case, run.ledger, True, run.in_place_at, run.order)
        self.frame, self.tape, self.meetings = frame, run.tape, run.meetings
        self._kept_later: set[Storage] = set()

    @property
    def keeping(self) -> bool:
        """Nothing."""
        return False

    def keeps(self, storage: Storage) -> bool:
        """Whether the second run keeps its like."""
        return storage in self._kept_later

    def record(
        self,
        inputs: Sequence[Value],
        keeps: Sequence[Storage],
        parameters: tuple[int, ...] = (),
        gradients: Gradients = of_each_input,
    ) -> Operation | None:
        """Note an operation, and whether it would keep something."""
        operation = super().record(inputs, (), parameters, gradients)
        if operation is not None:
            self.frame.note(operation, bool(keeps))
            self._kept_later.update(keeps)
        return operation


class SecondRun(Forward):
    """The same once more, with what is kept; it ends when the last operation has kept its part."""

    def __init__(self, frame: Frame) -> None:
        run = frame.run
        super().__init__(run.case, run.ledger, True, run.in_place_at, run.order)
        self.frame, self.left = frame, frame.keeping

    def enter(self, node: Node, sources: Sequence[Value] = ()) -> None:
        """The layer that runs from now on."""
        super().enter(node, sources)
        self.frame.computed_again.append(node)
        self.ledger.at(node.name, "again")

    def make(
        self,
        inputs: Sequence[Value],
        *,
        keeps: Sequence[Storage] = (),
        parameters: tuple[int, ...] = (),
        keeps_results: bool | None = None,
        **more: Any,
    ) -> Value:
        """The last operation is not computed where it keeps only what it was given."""
        if keeps_results is None:
            keeps_results = self.node.layer.backward.keeps_results
        if self.left == 1 and keeps and not keeps_results:
            self.frame.computed_again.pop()
            self.record(inputs, keeps, parameters)
            self.frame.computed_again.append(self.node)
        return super().make(inputs, keeps=keeps, parameters=parameters, **more)

    def record(
        self,
        inputs: Sequence[Value],
        keeps: Sequence[Storage],
        parameters: tuple[int, ...] = (),
        gradients: Gradients = of_each_input,
    ) -> Operation | None:
        """Note an operation and keep what it needs; Enough where no other is left."""
        operation = super().record(inputs, keeps, parameters, gradients)
        if operation is not None and keeps:
            self.left -= 1
            if not self.left:
                raise Enough
        return operation


def run_segments(
    run: Forward, segments: Sequence[Segment], images: Sequence[Value]
) -> tuple[list[Value], list[Frame]]:
    """Run all segments, the last of them as ever; the outputs, and the frames of the others."""
    values, frames = begin(run, images), []
    for segment in segments[:-1]:
        frame = Frame(run, segment, values)
        made = run_segment(FirstRun(frame), segment, frame.inputs)
        values |= made
        frame.close()
        dead = forget_dead_ends(run, list(made.values()), frame.operations)
        frames.append(frame)
        for index in [i for i in values if run.graph.last_use(i) <= segment.last]:
            run.ledger.drop(values.pop(index).storage)
        if dead:  # nor does what led to them alone
            forget_dead_ends(run, list(values.values()))
    _run_nodes(run, run.graph.nodes[segments[-1].first :], values)
    return outputs_among(run, values), frames


def run_segment(run: Forward, segment: Segment, inputs: dict[int, Value]) -> dict[int, Value]:
    """The segment's outputs; its other values are let go at its end, if not before."""
    values = dict(inputs)
    for index in inputs:  # the caller has them
        run.ledger.hold(values[index].storage)
    _run_nodes(run, run.graph.nodes[segment.first : segment.last + 1], values)
    outputs = {index: values.pop(index) for index in segment.outputs}
    for left in values.values():
        run.ledger.drop(left.storage)
    return outputs


def _run_nodes(run: Forward, nodes: Sequence[Node], values: dict[int, Value]) -> None:
    """Run layers in order; a value is let go when its last reader has run."""
    for node in nodes:
        sources = [values[number] for number in node.takes]
        run.enter(node, sources)
        values |= values_of(run, node, sources)
        for number in set(node.takes):
            if run.graph.last_use(number) == node.index:
                run.ledger.drop(values.pop(number).storage)
