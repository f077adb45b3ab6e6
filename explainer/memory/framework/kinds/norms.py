"""Normalisation keeps its input, and the means and deviations that it found."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.graph import Node
from explainer.maths import Formula
from explainer.memory.framework import extras
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.storage import Storage, Value, of_each_input

# Length and channels.
AXES_OF_A_SEQUENCE = 2


def batch_norm(run: Forward, image: Value) -> Value:
    """In inference the running statistics serve, where there are any: none are made."""
    if not run.training and run.node.settings["track_running_stats"]:
        return run.make([image])
    return _with_statistics(run, image, extras.MEAN_OF_CHANNELS, extras.SCALE_OF_CHANNELS)


def layer_norm(run: Forward, image: Value) -> Value:
    """Over the whole image, or over the channels of each position, moved to the end and back."""
    if len(run.node.settings["normalized_shape"]) == len(image.shape):
        return _with_statistics(run, image, extras.MEAN_OF_IMAGES, extras.SCALE_OF_IMAGES)
    moved = _with_statistics(run, image, extras.MEAN_OF_PLACES, extras.SCALE_OF_PLACES)
    output = Value(run.ledger.new(moved.size), moved.shape, moved.size, moved.b, moved.maker)
    run.ledger.moment()
    run.ledger.drop(moved.storage)
    return output


def group_norm(run: Forward, image: Value) -> Value:
    """Each group of channels of each image has its statistics."""
    return _with_statistics(run, image, extras.MEAN_OF_GROUPS, extras.SCALE_OF_GROUPS)


def _with_statistics(run: Forward, image: Value, *formulas: Formula) -> Value:
    """They have the widest type of the input and of what the layer has of its own."""
    own = run.node.count("parameters") or run.node.count("buffers")
    b = max(run.b, run.plan.bytes_of_master) if own else run.b
    made = [run.extra(formula, b=b) for formula in formulas]
    keeps = [image.storage, *made]
    return run.make([image], keeps=keeps, made=made, parameters=run.parameters())


def averages_solids(node: Node) -> bool:
    """Whether torch works it out by an average pooling over three axes."""
    return node.kind == "local_response_norm" and len(node.inputs[0]) > AXES_OF_A_SEQUENCE


def local_response(run: Forward, image: Value) -> Value:
    """Written in torch as several operations, each of which keeps what it needs."""
    squares = run.extra(extras.SQUARES)
    read = padded = run.extra(extras.PADDED_SQUARES, neighbours=run.node.settings["size"])
    run.ledger.moment()
    run.ledger.drop(squares)
    if run.plan.mixed and averages_solids(run.node):  # which autocast does in float32
        run.b = run.plan.bytes_of_master
        if run.b != image.b:
            read = run.extra(extras.PADDED_SQUARES, neighbours=run.node.settings["size"])
    averages = run.extra(extras.SQUARES)
    if read is not padded:
        run.ledger.moment()
        run.ledger.drop(padded)
    if not (run.keeping and image.maker):
        run.ledger.moment()
        run.ledger.drop(read)
        return _divided(run, image, [], averages)
    return _divided(run, image, [read], averages)


def _divided(run: Forward, image: Value, padded: Sequence[Storage], averages: Storage) -> Value:
    """The averages are scaled, raised to a power, and the image is divided by the result."""
    scaled, sums = run.extra(extras.SQUARES), run.extra(extras.SCALED_SUMS)
    run.ledger.moment()
    run.ledger.drop(scaled)
    powers = run.extra(extras.POWERS)
    run.ledger.moment()
    run.ledger.drop(averages)
    keeps = [image.storage, *padded, sums, powers]
    if not (run.keeping and image.maker):
        run.ledger.drop(sums)
        return run.make([image], keeps=keeps, made=[powers], gradients=_of_quotient)
    return run.make([image], keeps=keeps, made=[*padded, sums, powers], gradients=_of_quotient)


def _of_quotient(
    ledger: Ledger, inputs: Sequence[Value], gradient: Storage
) -> list[Storage | None]:
    """The gradient of a quotient takes four maps of the image's size for a moment."""
    maps = [ledger.new(gradient.size) for _ in range(4)]
    ledger.moment()
    for each in maps:
        ledger.drop(each)
    return of_each_input(ledger, inputs, gradient)
