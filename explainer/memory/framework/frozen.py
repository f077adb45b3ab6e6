"""What autograd keeps for layers whose parameters don't learn: their input may learn still."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.memory.framework.forward import Forward
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.network import put_images, run_layers, run_loss
from explainer.memory.framework.saved import saved_by
from explainer.network.case import Case
from explainer.once import once


@dataclass(frozen=True)
class StillKept:
    """The frozen layers that a gradient passes through, and the bytes kept for them.

    Another layer may need the same storages; the images have a part of their own.
    """

    layers: tuple[str, ...]
    bytes: int


@once
def still_kept(case: Case) -> StillKept:
    """By a forward pass: a layer that autograd notes has something before it that learns."""
    run = Forward(case, Ledger(), training=True)
    run_loss(run, run_layers(run, put_images(run)))
    names = {case.graph.nodes[index].name for index in run.frozen}
    noted = [operation for operation in run.tape if operation.layer in names]
    return StillKept(tuple(dict.fromkeys(each.layer for each in noted)), saved_by(noted).total)
