"""What autograd keeps for the backward pass: each storage once, and their sum."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from explainer.maths import Formula
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.network import put_images, run_layers, run_loss
from explainer.memory.framework.tape import Operation
from explainer.network.case import Case
from explainer.once import once


@dataclass(frozen=True)
class Kept:
    """One storage that stays for the backward pass.

    layer: whose it is, empty for the loss; what: `output`, `indices`, `mask`, ….
    formula: gives its bytes, where it is something else than a layer's output.
    alike: how many storages it stands for, all of one size.
    """

    layer: str
    what: str
    bytes: int
    formula: Formula | None = None
    alike: int = 1


@dataclass(frozen=True)
class Saved:
    """All storages that are kept, in the order in which the network keeps them.

    Parameters, buffers, images and labels are alive anyway, and are not among them.
    """

    storages: tuple[Kept, ...]

    @property
    def total(self) -> int:
        """All that is kept, in bytes for the batch."""
        return sum(each.bytes for each in self.storages)

    def of(self, what: str) -> int:
        """The bytes of one sort, such as `indices`."""
        return sum(each.bytes for each in self.storages if each.what == what)


@once
def saved_for_backward(case: Case) -> Saved:
    """What is kept between the forward and the backward pass of a training step."""
    run = Forward(case, Ledger(), training=True)
    run_loss(run, run_layers(run, put_images(run)))
    return saved_by(run.tape)


def saved_by(tape: Iterable[Operation]) -> Saved:
    """The distinct storages that operations keep; images and parameters have parts of their own."""
    distinct = dict.fromkeys(storage for each in tape for storage in each.needs())
    return Saved(
        tuple(
            Kept(each.layer, each.what, each.size, each.formula, each.alike)
            for each in distinct
            if each.part not in ("input", "parameters")
        )
    )
