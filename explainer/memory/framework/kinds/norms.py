"""Normalisation by what neighbouring channels hold, which torch has no single operation for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from explainer.layers.traits import Does
from explainer.memory.framework import extras
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.storage import Storage
from explainer.memory.framework.tape import Value, of_each_input
from explainer.network.node import Node

# Length and channels.
AXES_OF_A_SEQUENCE = 2


def compares_solids(node: Node) -> bool:
    """Whether torch works it out by an average pooling over three axes."""
    return node.layer.does is Does.COMPARES and len(node.inputs[0]) > AXES_OF_A_SEQUENCE


def local_response(run: Forward, image: Value) -> Value:
    """Written in torch as several operations, each of which keeps what it needs."""
    squares = run.extra(extras.SQUARES)
    read = padded = run.extra(extras.PADDED_SQUARES, neighbours=run.node.settings["size"])
    run.ledger.moment()
    run.ledger.drop(squares)
    if run.plan.mixed and compares_solids(run.node):  # which autocast does in float32
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
    keeps, gradients = [image.storage, *padded, sums, powers], partial(_of_quotient, powers.size)
    if not (run.keeping and image.maker):
        run.ledger.drop(sums)
        return run.make([image], keeps=keeps, made=[powers], gradients=gradients)
    return run.make([image], keeps=keeps, made=[*padded, sums, powers], gradients=gradients)


def _of_quotient(
    size: int, ledger: Ledger, inputs: Sequence[Value], gradient: Storage
) -> list[Storage | None]:
    """The gradient of a quotient takes four maps for a moment.

    size: of a map in bytes, in the type that the quotient is worked out in.
    """
    maps = [ledger.new(size) for _ in range(4)]
    ledger.moment()
    for each in maps:
        ledger.drop(each)
    return of_each_input(ledger, inputs, gradient)
