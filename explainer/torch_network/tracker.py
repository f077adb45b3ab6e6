# mypy: allow-subclassing-any
"""Every storage that is alive in torch, from the operation that makes it to its release."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from torch import Tensor
from torch.autograd.graph import saved_tensors_hooks
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves


class Tracker(TorchDispatchMode):
    """A mode under which the bytes alive are counted, and what is alive at the most of them.

    Every storage gets a number, since torch uses addresses again. `kept` says which
    storages autograd keeps at the moment.
    """

    def __init__(self, kept: Callable[[], Iterable[int]] = tuple) -> None:
        super().__init__()
        self.kept = kept
        self.numbers: dict[int, int] = {}
        self.alive: dict[int, int] = {}
        self.total = 0
        self.peak = 0
        self.alive_at_peak: dict[int, int] = {}
        self.kept_at_peak: frozenset[int] = frozenset()
        self._count = 0

    def know(self, tensors: Iterable[Tensor]) -> frozenset[int]:
        """Take down what exists beforehand; the numbers of its storages."""
        return frozenset(filter(None, map(self._see, tensors)))

    def __torch_dispatch__(
        self,
        func: Callable[..., Any],
        types: Sequence[type],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        """Run the operation, and look at what it made."""
        result = func(*args, **(kwargs or {}))
        self.know(each for each in tree_leaves(result) if isinstance(each, Tensor))
        if self.total > self.peak:
            self.peak, self.alive_at_peak = self.total, dict(self.alive)
            self.kept_at_peak = frozenset(map(self.numbers.__getitem__, self.kept()))
        return result

    def _see(self, tensor: Tensor) -> int | None:
        storage, key = tensor.untyped_storage(), identity(tensor)
        if key not in self.numbers and storage.nbytes():
            self._count += 1
            self.numbers[key] = self._count
            self.alive[self._count] = storage.nbytes()
            self.total += storage.nbytes()
            weakref.finalize(storage, self._release, key)
        return self.numbers.get(key)

    def _release(self, key: int) -> None:
        self.total -= self.alive.pop(self.numbers.pop(key))


class Packed:
    """A tensor that autograd keeps, as its hooks see it."""

    def __init__(self, tensor: Tensor) -> None:
        self.tensor = tensor


class Keeping:
    """Notes what autograd keeps, as long as it keeps it."""

    def __init__(self) -> None:
        self._packed: weakref.WeakSet[Packed] = weakref.WeakSet()
        self.hooks = saved_tensors_hooks(self._pack, lambda packed: packed.tensor)

    def _pack(self, tensor: Tensor) -> Packed:
        packed = Packed(tensor.detach())  # an output would else hold the operation that holds it
        self._packed.add(packed)
        return packed

    def tensors(self) -> list[Tensor]:
        """What is kept now, parameters and all."""
        return [packed.tensor for packed in self._packed]


def identity(tensor: Tensor) -> int:
    """What two tensors share that lie in one storage."""
    number: int = tensor.untyped_storage()._cdata  # noqa: SLF001  torch has no public name for it
    return number
