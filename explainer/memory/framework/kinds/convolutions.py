"""Convolutions and dense layers keep their input, or a padded copy of it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from explainer.memory.framework.extras import PADDED_COPY
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.padding import copies_input, ends, is_even, keeps_input
from explainer.memory.framework.storage import Storage, Value, of_each_input


def dense(run: Forward, features: Value) -> Value:
    """The weights' gradient is computed from the input; frozen, nobody needs it."""
    parameters = run.parameters()
    return run.make(
        [features], keeps=[features.storage] if parameters else [], parameters=parameters
    )


def convolution(run: Forward, image: Value) -> Value:
    """The kernels' gradient is computed from the input as it was padded."""
    if not copies_input(run.node):
        return _convolved(run, image)
    padded = _padded(run, image)
    output = _convolved(run, padded)
    run.ledger.drop(padded.storage)
    return output


def _convolved(run: Forward, image: Value) -> Value:
    """The input is kept even where the kernels are frozen and only its own gradient is wanted."""
    return run.make([image], keeps=[image.storage], parameters=run.parameters())


def _padded(run: Forward, image: Value) -> Value:
    """The copy with its padding; mirroring needs the values of the input again."""
    shape = (*(s + more for s, more in zip(image.shape[:-1], _growth(run), strict=True)),)
    shape = (*shape, image.shape[-1])
    storage = run.extra(PADDED_COPY, values_padded=math.prod(shape))
    run.ledger.moment()
    keeps = [image.storage] if keeps_input(run.node) else []
    around = run.node.settings["padding_mode"] == "circular"
    maker = run.record([image], keeps, gradients=_round_about if around else of_each_input)
    return Value(storage, shape, storage.size, maker)


def _growth(run: Forward) -> list[int]:
    """How much longer the copy is on each axis: torch itself adds only what is uneven."""
    settings = run.node.settings
    by_torch = settings["padding"] == "same" and set(settings["stride"]) == {1}
    uneven_only = by_torch and settings["padding_mode"] == "zeros"
    return [after - before if uneven_only else before + after for before, after in ends(run.node)]


def _round_about(
    ledger: Ledger, inputs: Sequence[Value], gradient: Storage
) -> list[Storage | None]:
    """The rows that were copied to the other side go back by two more padded copies."""
    copies = [ledger.new(gradient.size) for _ in range(2)]
    ledger.moment()
    for copy in copies:
        ledger.drop(copy)
    return of_each_input(ledger, inputs, gradient)


def transposed(run: Forward, image: Value) -> Value:
    """Like a convolution; padding that is uneven is cut off a larger output."""
    if is_even(run.node):
        return _convolved(run, image)
    sides = [before + after for before, after in ends(run.node)]
    *places, channels = run.node.output
    shape = (*(place + side for place, side in zip(places, sides, strict=True)), channels)
    whole = run.make([image], keeps=[image.storage], parameters=run.parameters(), shape=shape)
    cut = run.make([whole])
    run.ledger.drop(whole.storage)
    return cut
