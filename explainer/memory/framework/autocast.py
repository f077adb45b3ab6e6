"""torch.autocast: some layers compute in low precision, on copies of what is float32.

Parameters and buffers stay float32. On the CPU convolutions, dense layers and prelu take
copies in low precision of their input, unless it has that type already, and of their
parameters. Other layers follow their input, and the loss takes a float32 copy of the output.
Measured with `torch.autocast("cpu")`, PyTorch 2.13; CUDA has other lists.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from explainer.maths import Formula
from explainer.memory.framework.extras import COPY_OF_PARAMETERS, COPY_OF_VALUES
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.shared import SharedBytes
from explainer.memory.framework.storage import Storage
from explainer.memory.framework.tape import Value


def in_bytes(run: Forward, value: Value, b: int, law: Formula = COPY_OF_VALUES) -> Value:
    """The value in the type of so many bytes: itself, held once more, or a copy by that law."""
    if value.b == b:
        run.ledger.hold(value.storage)
        return value
    copy = run.extra(law, values=math.prod(value.shape), b=b)
    run.ledger.moment()
    return Value(copy, value.shape, copy.size, b, run.record([value], []))


def lowered(run: Forward, value: Value) -> Value:
    """A layer's input as it computes with it; from here on the layer works in that type."""
    run.b = run.plan.bytes_per_value
    return in_bytes(run, value, run.b)


def learnt(run: Forward, own: Sequence[int] | None = None) -> tuple[list[Value], tuple[int, ...]]:
    """The copies of the layer's parameters; the bytes of these where it computes with themselves.

    own: the bytes of those that are meant; None for all of them.

    The last one is copied first. Autocast keeps the copies for the layers behind until it ends,
    but for those of frozen layers, which `released` lets go.
    """
    copies: list[Value] = []
    frozen = run.node.index in run.frozen
    every = run.every_parameter() if own is None else own
    if not run.plan.mixed:
        return [], () if frozen else tuple(every)
    for size in reversed(every):
        if isinstance(size, SharedBytes) and size.meeting.copy is not None:
            copies.append(size.meeting.copy)
            continue
        values = size // run.plan.bytes_of_master
        copy = run.extra(COPY_OF_PARAMETERS, values=values, b=run.plan.bytes_per_value)
        maker = None if frozen else run.record([], [], (size,), _none)
        made = Value(copy, (values,), copy.size, run.plan.bytes_per_value, maker)
        copies.append(made)
        if frozen:
            continue
        run.copies.append(copy)
        if isinstance(size, SharedBytes):
            size.meeting.copy = made
    return copies[::-1], ()


def released(run: Forward, copies: Sequence[Value]) -> None:
    """The copies of a frozen layer's parameters have been used."""
    if run.node.index in run.frozen:
        for copy in copies:
            run.ledger.drop(copy.storage)


def _none(_: Ledger, __: Sequence[Value], ___: Storage) -> list[Storage | None]:
    """Nothing before it learns."""
    return []


def ended(run: Forward) -> None:
    """Autocast lets go of the copies; what the backward pass needs of them stays."""
    for copy in run.copies:
        run.ledger.drop(copy)
    run.copies.clear()


def widened(run: Forward, values: Sequence[Value]) -> list[Value]:
    """All in the type of the widest among them, each with one more holder."""
    widest = max(value.b for value in values)
    return [in_bytes(run, value, widest) for value in values]
