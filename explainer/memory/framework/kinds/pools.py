"""Pools keep their input, or a padded copy of it."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.layers.layer import SEQUENCE, SOLID
from explainer.layers.traits import Does, Saved
from explainer.memory.framework.autocast import in_bytes
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.kinds.convolutions import padded_copy
from explainer.memory.framework.kinds.plain import plain
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.padding import ends, pads_apart
from explainer.memory.framework.storage import Storage
from explainer.memory.framework.tape import Beside, Value, of_each_input
from explainer.network.node import Node


def pools_solids(node: Node) -> bool:
    """Whether it pools along three axes, which autocast does in float32."""
    return node.layer.does is Does.POOLS and len(node.inputs[0]) in SOLID


def means_turned(run: Forward) -> bool:
    """Whether it takes the mean of each channel of a sequence that is seen turned.

    Torch has its result lie as the sequence does, which takes a copy on the way back.
    """
    node = run.node
    mean = node.layer.backward.saved_by(node) is Saved.NOTHING
    return mean and run.lies_positions_first and 1 not in node.inputs[0]


def pooled(run: Forward, image: Value) -> Value:
    """What torch can't pad by itself is padded before: the copy is what is read then."""
    growth = [before + after for before, after in ends(run.node)] if pads_apart(run.node) else []
    padded = padded_copy(run, image, growth) if growth else image
    run.b = run.plan.bytes_of_master if run.plan.mixed and pools_solids(run.node) else image.b
    read = in_bytes(run, padded, run.b)
    output = plain(run, read, _beside_a_copy if means_turned(run) else of_each_input)
    run.ledger.drop(read.storage)
    if growth:
        run.ledger.drop(padded.storage)
    output.view = len(run.node.output) in SEQUENCE  # torch pools it as an image that is 1 high
    return output


def _beside_a_copy(
    ledger: Ledger, inputs: Sequence[Value], gradient: Storage
) -> list[Storage | Beside | None]:
    """The gradient is laid out anew before each channel's is spread over its places."""
    copy = ledger.new(gradient.size)
    return [*of_each_input(ledger, inputs, gradient), Beside(copy)]
