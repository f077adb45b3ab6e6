"""What a reader may choose of how a network is run."""

from __future__ import annotations

from typing import Any

from explainer.memory.optimizers import SLOTS
from explainer.memory.units import BYTES

RUNS: dict[str, Any] = {
    "dtypes": [(name, bytes_) for name, bytes_ in BYTES.items() if not name.startswith("mixed")],
    "optimizers": list(SLOTS.items()),
}
