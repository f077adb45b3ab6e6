"""How the network is to be run: batch, type of number, optimizer, loss."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict, Unpack

from explainer.errors import UsageError
from explainer.memory.optimizers import SLOTS
from explainer.memory.units import BYTES, BYTES_OF_MASTER, MIXED
from explainer.spec import ModelSpec

# With a loss a final softmax belongs to it; without one the outputs are only added up.
LOSSES = ("cross_entropy", "none")


@dataclass(frozen=True)
class Plan:
    """How the network is run.

    batch: images at once; dtype: a name in BYTES; optimizer: a name in SLOTS.
    loss: one of LOSSES.
    """

    batch: int = 1
    dtype: str = "float32"
    optimizer: str = "momentum"
    loss: str = "cross_entropy"

    @property
    def bytes_per_value(self) -> int:
        """Bytes that one value takes; in mixed precision, one that the layers compute with."""
        return BYTES[self.dtype]

    @property
    def mixed(self) -> bool:
        """Whether the optimizer works in float32, and the layers in low precision."""
        return self.dtype.startswith(MIXED)

    @property
    def low(self) -> str:
        """The type that the layers compute in."""
        return self.dtype.removeprefix(MIXED)

    @property
    def bytes_of_master(self) -> int:
        """Bytes that one value of the optimizer takes, and one master in mixed precision."""
        return BYTES_OF_MASTER if self.mixed else BYTES[self.dtype]

    @property
    def slots(self) -> int:
        """Values that the optimizer keeps beside each parameter."""
        return SLOTS[self.optimizer]


class Knobs(TypedDict, total=False):
    """What a caller may say of the plan, in Python and on the command line; None: not said."""

    batch: int | None
    dtype: str | None
    optimizer: str | None
    loss: str | None


def plan_for(spec: ModelSpec, **knobs: Unpack[Knobs]) -> Plan:
    """What the caller says goes first, then what the file says, then the default.

    Raises UsageError where a value is not usable.
    """
    batch = knobs.get("batch")
    if batch is not None and (isinstance(batch, bool) or not isinstance(batch, int) or batch < 1):
        raise UsageError(
            f"The batch has to be a whole number of images from 1 on, and it is {batch}."
        )
    known(knobs.get("dtype"), BYTES, "type of number")
    known(knobs.get("optimizer"), SLOTS, "optimizer")
    known(knobs.get("loss"), LOSSES, "loss")
    default = Plan()
    return Plan(
        batch=batch or spec.batch or default.batch,
        dtype=knobs.get("dtype") or spec.dtype or default.dtype,
        optimizer=knobs.get("optimizer") or spec.optimizer or default.optimizer,
        loss=knobs.get("loss") or default.loss,
    )


def known(name: str | None, names: Iterable[str], what: str) -> None:
    """Refuse a name that is not in the list, and offer the nearest one."""
    names = list(names)
    if name is None or name in names:
        return
    close = difflib.get_close_matches(name, names, 1, 0.6)
    hint = f"Did you mean {close[0]!r}?" if close else f"Known are: {', '.join(names)}."
    raise UsageError(f"There is no {what} called {name!r}. {hint}")
