"""The same values seen otherwise, or a part of them; where their order forbids it, a copy."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.memory.framework.forward import Forward
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.storage import Storage
from explainer.memory.framework.tape import Operation, Value, of_each_input, passed_on
from explainer.memory.framework.views import is_flat_already


def view(run: Forward, source: Value) -> Value:
    """The same values in another shape."""
    back = run.training and run.order.views.copies_gradient(run.node)
    gradients = of_each_input if back else passed_on
    if run.order.views.copies(run.node, run.training):
        return run.make([source], gradients=gradients)
    if not back:
        return run.share(source, source.maker, view=not is_flat_already(run.node))
    return run.share(source, run.record([source], [], gradients=gradients), view=True)


def passed(run: Forward, source: Value) -> Value:
    """The input itself."""
    return run.share(source, source.maker)


def permuted(run: Forward, source: Value) -> Value:
    """A sequence is the same tensor; an image is laid anew, and its gradient only seen."""
    if run.node.layer.backward.passes_on(run.node):
        return passed(run, source)
    return run.make([source], gradients=passed_on)


def cut(run: Forward, source: Value) -> Value:
    """A part: its gradient stands among zeros in one of the input's size."""
    return _part(run, source, run.record([source], []), 0)


def split(run: Forward, source: Value) -> tuple[Value, ...]:
    """All parts: their gradients are laid behind each other."""
    gradients = _OfParts([run.size(each.shape) for each in run.node.outputs])
    maker = gradients.operation = run.record([source], [], gradients=gradients)
    return tuple(_part(run, source, maker, place) for place in range(len(run.node.outputs)))


def _part(run: Forward, source: Value, maker: Operation | None, place: int) -> Value:
    """A value in the storage of a larger one."""
    shape = run.node.outputs[place].shape
    storage = run.ledger.hold(source.storage)
    return Value(storage, shape, run.size(shape), source.b, maker, True, place)


class _OfParts:
    """The gradient of what was split; a part that has none counts as zeros, which are made."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = sizes
        self.operation: Operation | None = None

    def __call__(self, ledger: Ledger, inputs: Sequence[Value], _: Storage) -> list[Storage | None]:
        arrived = self.operation.arrived if self.operation else {}
        zeros = [ledger.new(n) for place, n in enumerate(self.sizes) if place not in arrived]
        found = of_each_input(ledger, inputs, _)
        ledger.moment()
        for each in zeros:
            ledger.drop(each)
        return found
