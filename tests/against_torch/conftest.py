"""These tests need torch. Where it is missing they are skipped, but CI has to have it."""

from __future__ import annotations

import os
import weakref
from importlib.util import find_spec
from typing import Any

import pytest

NEEDED = ("torch", "torchinfo", "numpy")

if os.environ.get("CI") and any(find_spec(name) is None for name in NEEDED):
    raise pytest.UsageError(
        "CI is set and torch or torchinfo is missing: pip install '.[torch,dev]'"
    )


@pytest.fixture
def _without_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tracker counts nothing for oneDNN's workspaces, the only tensors of single bytes."""
    torch = pytest.importorskip("torch")
    from explainer.torch_network.tracker import Tracker, identity

    see = Tracker._see

    def seen(tracker: Tracker, tensor: Any) -> int | None:
        if tensor.dtype is not torch.uint8:
            return see(tracker, tensor)
        key = identity(tensor)
        if key not in tracker.numbers:
            tracker._count += 1
            tracker.numbers[key] = tracker._count
            tracker.alive[tracker._count] = 0
            weakref.finalize(tensor.untyped_storage(), tracker._release, key)
        return tracker.numbers[key]

    monkeypatch.setattr(Tracker, "_see", seen)
