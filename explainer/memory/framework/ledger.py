"""Which storages are alive, part by part, and the moment of the most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from explainer.maths import Arguments, Formula
from explainer.memory.framework.storage import Storage

PARTS = ("parameters", "buffers", "gradients", "optimizer", "saved", "input", "temporary")


@dataclass(frozen=True)
class Moment:
    """What is alive while a layer is worked on.

    layer: its name; None for the loss and the optimizer, which work on no layer.
    moment: `forward`, `loss`, `backward`, `optimizer`, or `again` where a checkpointed segment
        runs once more; total: all bytes alive.
    parts: the bytes of each of PARTS, in their order; their sum is the total.
    """

    layer: str | None
    moment: str
    total: int
    parts: tuple[int, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Held:
    """A storage that is alive at the moment of the most.

    part: the line of the account that it stands in by then.
    layer, what, phase: whose it is, what is in it, and in which phase it was made.
    """

    part: str
    layer: str
    what: str
    phase: str
    bytes: int


class Ledger:
    """Every storage that is alive, by part.

    A storage is released with its last holder. What the forward pass makes is `saved`
    as long as autograd keeps it, and `temporary` otherwise.
    watched: where what is taken is noted, if anybody wants to know.
    """

    def __init__(self) -> None:
        self.parts = dict.fromkeys(PARTS, 0)
        self.total = 0
        self.peak = Moment(None, "forward", -1)
        self.parts_at_peak: dict[str, int] = {}
        self.timeline: list[Moment] = []
        self.layer: str | None = None
        self.watched: list[Storage] | None = None
        self._phase = "forward"
        # Which storage something happened to, and the part it is in from then on, None if none.
        self._touched: list[Storage] = []
        self._part_then: list[str | None] = []
        self._entries_at_peak = 0

    def at(self, layer: str | None, phase: str) -> None:
        """What is taken from now on is taken for this layer, in this phase."""
        self.layer, self._phase = layer, phase

    def new(
        self,
        size: int,
        what: str = "output",
        *,
        part: str = "temporary",
        formula: Formula | None = None,
        arguments: Arguments | None = None,
    ) -> Storage:
        """Take memory; whoever asks is its first holder."""
        self._count(part, size)
        storage = Storage(size, part, self.layer or "", what, formula, arguments, self._phase)
        self._note(storage, part)
        if self.watched is not None:
            self.watched.append(storage)
        return storage

    def hold(self, storage: Storage) -> Storage:
        """One more holder."""
        storage.holders += 1
        return storage

    def drop(self, storage: Storage) -> None:
        """One holder less; the last one releases the memory."""
        storage.holders -= 1
        if not storage.holders:
            self._count(storage.part, -storage.size)
            self._note(storage, None)

    def keep(self, storage: Storage) -> None:
        """Hold it for the backward pass."""
        self.hold(storage).keepers += 1
        if storage.part == "temporary":
            self._move(storage, "saved")

    def let_go(self, storage: Storage) -> None:
        """The backward pass has used it."""
        storage.keepers -= 1
        if not storage.keepers and storage.part == "saved":
            self._move(storage, "temporary")
        self.drop(storage)

    def belong(self, storage: Storage, part: str) -> None:
        """What was taken for a moment stays as that part, and was it from its making on."""
        if storage.part != "temporary" or part == "temporary":
            return
        self._move(storage, part)
        places = [at for at, each in enumerate(self._touched) if each is storage]
        self._part_then = [
            part if at in places and then == "temporary" else then
            for at, then in enumerate(self._part_then)
        ]
        if storage in self.alive_at_peak():
            self.parts_at_peak["temporary"] -= storage.size
            self.parts_at_peak[part] += storage.size

    def moment(self) -> None:
        """Look at what is alive now; only the largest moment of a layer's phase is noted."""
        now = Moment(self.layer, self._phase, self.total, tuple(self.parts.values()))
        last = self.timeline[-1] if self.timeline else None
        if last is None or (last.layer, last.moment) != (now.layer, now.moment):
            self.timeline.append(now)
        elif last.total < now.total:
            self.timeline[-1] = now
        if self.total > self.peak.total:
            self.peak, self.parts_at_peak = now, dict(self.parts)
            self._entries_at_peak = len(self._touched)

    def held_at_peak(self) -> tuple[Held, ...]:
        """Every storage that is alive at the moment of the most, in the order of their making."""
        return tuple(
            Held(part, each.layer, each.what, each.phase, each.size)
            for each, part in self.alive_at_peak().items()
            if each.size
        )

    def alive_at_peak(self) -> dict[Storage, str]:
        """The same storages themselves, each with its part."""
        alive: dict[Storage, str] = {}
        for storage, part in islice(self._journal(), self._entries_at_peak):
            if part is None:
                del alive[storage]
            else:
                alive[storage] = part
        return alive

    def most_made_in(self, phase: str) -> int:
        """The most bytes that were made in a phase for a moment only, and alive at once."""
        alive: dict[Storage, int] = {}
        now = most = 0
        for storage, part in self._journal():
            size = storage.size if part == "temporary" and storage.phase == phase else 0
            now += size - alive.pop(storage, 0)
            if size:
                alive[storage] = size
            most = max(most, now)
        return most

    def _journal(self) -> Iterator[tuple[Storage, str | None]]:
        return zip(self._touched, self._part_then, strict=True)

    def _note(self, storage: Storage, part: str | None) -> None:
        self._touched.append(storage)
        self._part_then.append(part)

    def _move(self, storage: Storage, part: str) -> None:
        self.parts[storage.part] -= storage.size
        self.parts[part] += storage.size
        storage.part = part
        self._note(storage, part)

    def _count(self, part: str, size: int) -> None:
        self.parts[part] += size
        self.total += size
