"""Convolutions keep their input, or a padded copy of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import TypeAlias

from explainer.layers.layer import Shape
from explainer.layers.traits import Saved
from explainer.memory.framework.autocast import in_bytes, learnt, lowered, released
from explainer.memory.framework.extras import PADDED_COPY
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.padding import (
    copies_input,
    ends,
    is_even,
    keeps_input,
    padding_mode,
)
from explainer.memory.framework.storage import OUTPUT, Storage
from explainer.memory.framework.tape import Gradients, Spread, Value, of_each_input

# Depth, height, width and channels.
AXES_OF_A_SOLID = 4
# The input and the weights.
FACTORS = 2

# Copies of parameters, or the bytes of these: what autocast.learnt gives.
Learnt: TypeAlias = tuple[list[Value], tuple[int, ...]]


def weighted(
    run: Forward,
    source: Value,
    shape: Shape,
    own: Sequence[int] | None = None,
    what: str = OUTPUT,
    ready: Learnt | None = None,
) -> Value:
    """A product. A convolution keeps both factors; a dense layer only what somebody needs.

    own: the bytes of the weights and biases, where they aren't all that the layer has; what:
    whether it makes the layer's output. ready: its parameters, where they were copied before.
    """
    own = run.every_parameter() if own is None else own
    copies, parameters = learnt(run, own) if ready is None else ready
    read = lowered(run, source)
    convolution = run.node.layer.does.convolves
    learns = run.node.index not in run.frozen
    keeps = [read.storage] if convolution or learns else []
    weights = copies[0].storage if copies else run.weights()
    keeps += [weights] if convolution or read.maker else []
    added = not convolution and len(own) > 1
    gradients = partial(_with_biases, learns) if added else of_each_input
    output = run.make(
        [read, *copies],
        keeps=keeps,
        parameters=parameters,
        shape=shape,
        what=what,
        gradients=gradients,
        keeps_results=False,
    )
    released(run, copies)
    run.ledger.drop(read.storage)
    if not copies:
        run.ledger.drop(weights)
    return output


def _with_biases(
    learn: bool, ledger: Ledger, inputs: Sequence[Value], gradient: Storage
) -> list[Storage | Spread | None]:
    """A dense layer's biases were added to every row: their gradient is added up from them all."""
    found = of_each_input(ledger, inputs[:FACTORS], gradient)
    if not learn:
        return [*found, *(None for _ in inputs[FACTORS:])]
    of_weights = [None] * (FACTORS - len(found))  # made as ever, where they are no copy
    return [*found, *of_weights, Spread(ledger.hold(gradient), None)]


def convolution(
    run: Forward,
    image: Value,
    shape: Shape | None = None,
    own: Sequence[int] | None = None,
    what: str = OUTPUT,
) -> Value:
    """The kernels' gradient is computed from the input as it was padded.

    shape, own, what: as `weighted` has them, where it isn't all of the layer.
    """
    shape = run.node.output if shape is None else shape
    if not copies_input(run.node):
        return weighted(run, image, shape, own, what)
    if padding_mode(run.node) == "zeros" and _by_torch(run):
        return _padded_by_torch(run, image, shape, own, what)
    read = in_bytes(run, image, _bytes_to_pad(run, image))
    padded = _padded(run, read)
    run.ledger.drop(read.storage)
    output = weighted(run, padded, shape, own, what)
    run.ledger.drop(padded.storage)
    return output


def _padded_by_torch(
    run: Forward, image: Value, shape: Shape, own: Sequence[int] | None, what: str
) -> Value:
    """Within torch's own convolution, which is given low copies and holds them to the end."""
    ready, read = learnt(run, own), in_bytes(run, image, run.plan.bytes_per_value)
    padded = _padded(run, read)
    output = weighted(run, padded, shape, own, what, ready)
    for each in (padded, read):
        run.ledger.drop(each.storage)
    return output


def _bytes_to_pad(run: Forward, image: Value) -> int:
    """Under autocast mirrors are float32, except in three directions."""
    return _bytes_in_mode(run, image, padding_mode(run.node))


def _bytes_in_mode(run: Forward, image: Value, mode: str) -> int:
    solid = mode == "reflect" and len(image.shape) == AXES_OF_A_SOLID
    mirrored = mode in ("reflect", "replicate") and not solid
    return run.plan.bytes_of_master if mirrored else image.b


def _padded(run: Forward, image: Value) -> Value:
    """The copy with its padding; mirroring needs the values of the input again."""
    keeps = [image.storage] if keeps_input(run.node) else []
    around = padding_mode(run.node) == "circular"
    return padded_copy(run, image, _growth(run), keeps, _round_about if around else of_each_input)


def padded_copy(
    run: Forward,
    image: Value,
    growth: Sequence[int],
    keeps: Sequence[Storage] = (),
    gradients: Gradients = of_each_input,
) -> Value:
    """A copy that is longer by so much on each axis."""
    longer = (size + more for size, more in zip(image.shape[:-1], growth, strict=True))
    shape = (*longer, image.shape[-1])
    storage = run.extra(PADDED_COPY, values_padded=math.prod(shape), b=image.b)
    run.ledger.moment()
    maker = run.record([image], keeps, gradients=gradients)
    return Value(storage, shape, storage.size, image.b, maker)


def _growth(run: Forward) -> list[int]:
    """How much longer the copy is on each axis: torch itself adds only what is uneven."""
    uneven_only = _by_torch(run) and padding_mode(run.node) == "zeros"
    return [after - before if uneven_only else before + after for before, after in ends(run.node)]


def _by_torch(run: Forward) -> bool:
    settings = run.node.settings
    return settings["padding"] == "same" and set(settings["stride"]) == {1}


def _round_about(
    ledger: Ledger, inputs: Sequence[Value], gradient: Storage
) -> list[Storage | None]:
    """The rows that were copied to the other side go back by two more padded copies."""
    return _copied_round(gradient.size, ledger, inputs, gradient)


def _copied_round(
    size: int, ledger: Ledger, inputs: Sequence[Value], gradient: Storage
) -> list[Storage | None]:
    """The same for a gradient that may be one value for all of so many bytes.

    Two copies are added up to a third; by then a gradient that was as large has been let go.
    """
    copies = [ledger.new(size) for _ in range(2 if gradient.size == size else 3)]
    ledger.moment()
    for copy in copies:
        ledger.drop(copy)
    return of_each_input(ledger, inputs, gradient)


def padded(run: Forward, source: Value) -> Value:
    """A layer that does nothing else: the same copy, and its output."""
    mode = run.node.settings.get("mode", "constant")
    mirrored = run.node.layer.backward.saved_by(run.node) is Saved.INPUT
    read = in_bytes(run, source, _bytes_in_mode(run, source, mode))
    run.b = read.b
    output = run.make(
        [read],
        keeps=[read.storage] if mirrored else [],
        gradients=partial(_copied_round, run.size(run.node.output))
        if mode == "circular"
        else of_each_input,
    )
    run.ledger.drop(read.storage)
    return output


def transposed(run: Forward, image: Value) -> Value:
    """Like a convolution; padding that is uneven is cut off a larger output."""
    if is_even(run.node):
        return weighted(run, image, run.node.output)
    sides = [before + after for before, after in ends(run.node)]
    *places, channels = run.node.output
    shape = (*(place + side for place, side in zip(places, sides, strict=True)), channels)
    whole = weighted(run, image, shape)
    cut = run.make([whole])
    run.ledger.drop(whole.storage)
    return cut
