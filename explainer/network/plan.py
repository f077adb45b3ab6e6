"""How the network is to be run: batch, type of number, optimizer, loss."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict, Unpack

from explainer.errors import UsageError, named, nearest, shown
from explainer.language import later, sentence
from explainer.network.loss import LOSSES
from explainer.network.optimizers import optimizer_called, optimizer_names
from explainer.network.units import BYTES, BYTES_OF_MASTER, MIXED
from explainer.network.whole_numbers import check_whole, counted
from explainer.spec import ModelSpec

# What the framework account is about: the CPU's rules are the measured ones.
DEVICES = ("cpu", "cuda")
# The keys of the sentences that refuse a number.
OF_IMAGES = "plan.whole_batch"
OF_MICRO_BATCHES = "plan.whole_micro_batches"


@dataclass(frozen=True)
class Plan:
    """How the network is run.

    batch: images at once; dtype: a name in BYTES; optimizer: the name of one of OPTIMIZERS.
    loss: one of LOSSES, None: by what the network ends in (`Case.loss`).
    freeze: names of layers that don't learn, as the user wrote them.
    accumulate: micro-batches, of `batch` images each, for one step of the optimizer.
    threads: how many images convolutions write out at once.
    device: one of DEVICES.
    """

    batch: int = 1
    dtype: str = "float32"
    optimizer: str = "momentum"
    loss: str | None = None
    freeze: tuple[str, ...] = ()
    accumulate: int = 1
    threads: int = 1
    device: str = "cpu"

    @cached_property
    def bytes_per_value(self) -> int:
        """Bytes that one value takes; in mixed precision, one that the layers compute with."""
        return BYTES[self.dtype]

    @cached_property
    def mixed(self) -> bool:
        """Whether the optimizer works in float32, and the layers in low precision."""
        return self.dtype.startswith(MIXED)

    @property
    def low(self) -> str:
        """The type that the layers compute in."""
        return self.dtype.removeprefix(MIXED)

    @cached_property
    def bytes_of_master(self) -> int:
        """Bytes that one value of the optimizer takes, and one master in mixed precision."""
        return BYTES_OF_MASTER if self.mixed else BYTES[self.dtype]

    @property
    def measured(self) -> bool:
        """Whether the rules of the framework account were measured for this run."""
        return self.device == "cpu"

    @property
    def slots(self) -> int | None:
        """Values that the optimizer keeps beside each parameter; None: it depends on shapes."""
        return optimizer_called(self.optimizer).slots


class Knobs(TypedDict, total=False):
    """What a caller may say of the plan, in Python and on the command line; None: not said."""

    batch: int | None
    dtype: str | None
    optimizer: str | None
    loss: str | None
    freeze: Sequence[str] | None
    accumulate: int | None
    threads: int | None
    device: str | None


def plan_for(spec: ModelSpec, **knobs: Unpack[Knobs]) -> Plan:
    """What the caller says goes first, then what the file says, then the default.

    Raises UsageError where a value is not usable.
    """
    batch, accumulate = knobs.get("batch"), knobs.get("accumulate")
    check_whole(batch, OF_IMAGES)
    check_whole(accumulate, OF_MICRO_BATCHES)
    known(knobs.get("dtype"), BYTES, "dtype")
    known(knobs.get("optimizer"), optimizer_names(), "optimizer")
    known(knobs.get("loss"), LOSSES, "loss")
    threads = knobs.get("threads")
    known(knobs.get("device"), DEVICES, "device")
    default = Plan()
    return Plan(
        batch=batch or spec.batch or default.batch,
        dtype=knobs.get("dtype") or spec.dtype or default.dtype,
        optimizer=knobs.get("optimizer") or spec.optimizer or default.optimizer,
        loss=knobs.get("loss") or spec.loss,
        freeze=names_of(knobs.get("freeze"), spec),
        accumulate=accumulate or default.accumulate,
        threads=default.threads if threads is None else counted(later("plan.threads"), threads),
        device=knobs.get("device") or default.device,
    )


def names_of(freeze: Sequence[str] | None, spec: ModelSpec) -> tuple[str, ...]:
    """The layers to freeze, of the caller or else of the file."""
    if freeze is None:
        return tuple(str(given.value) for given in spec.freeze)
    listed = isinstance(freeze, Iterable) and not isinstance(freeze, str | Mapping)
    names = tuple(freeze) if listed else ()
    if not listed or not all(isinstance(name, str) for name in names):
        raise UsageError(sentence("freeze.no_list", written="freeze=['conv1', 'layer1']"))
    return tuple(dict.fromkeys(names))


def known(name: object, names: Iterable[str], what: str) -> None:
    """Refuse a name that is not in the list, and offer the nearest one.

    what: the knob, by the end of the keys of its sentences.
    """
    names = list(names)
    if name is None:
        return
    if not isinstance(name, str):
        raise UsageError(
            sentence(f"plan.no_{what}_name", given=shown(name)),
            sentence("hint.known_are", names=", ".join(names)),
        )
    if name in names:
        return
    close = nearest(name, names)
    hint = (
        sentence("hint.meant", name=repr(close))
        if close
        else sentence("hint.known_are", names=", ".join(names))
    )
    raise UsageError(sentence(f"plan.no_{what}", name=named(name)), hint)
