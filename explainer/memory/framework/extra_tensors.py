"""The tensors that layers make beside their values in a training step, each with its formula."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explainer.maths import Arguments, Formula
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.network import put_images, run_layers, run_loss
from explainer.memory.framework.storage import Storage
from explainer.network.case import Case


@dataclass(frozen=True)
class ExtraTensor:
    """One tensor, or several alike that the same formula gives from the same numbers.

    formula, arguments: give its bytes for the batch; kept: whether the backward pass needs it.
    """

    formula: Formula
    arguments: Arguments
    bytes: int
    kept: bool


def extra_tensors(case: Case) -> Mapping[str, tuple[ExtraTensor, ...]]:
    """Those of each layer, by its name, in the order of their making; the loss's by no name."""
    ledger = Ledger()
    ledger.watched = []
    run = Forward(case, ledger, training=True)
    run_loss(run, run_layers(run, put_images(run)))
    kept = {storage for operation in run.tape for storage in operation.needs()}
    of_layers: dict[str, list[ExtraTensor]] = {}
    for storage in ledger.watched:
        found = _extra(storage, storage in kept)
        others = of_layers.setdefault(storage.layer, []) if found else []
        if found and found not in others:
            others.append(found)
    return {layer: tuple(extras) for layer, extras in of_layers.items()}


def _extra(storage: Storage, kept: bool) -> ExtraTensor | None:
    """None for what has the size of a value."""
    if storage.formula is None or storage.arguments is None:
        return None
    return ExtraTensor(storage.formula, storage.arguments, storage.size, kept)
