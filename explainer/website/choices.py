"""What a reader may choose of how a network is run."""

from __future__ import annotations

from typing import Any

from explainer.network.optimizers import optimizer_called, optimizer_names
from explainer.network.units import BYTES


def runs() -> dict[str, Any]:
    """The types of number with their bytes, and the optimizers with their slots."""
    return {
        "dtypes": [(name, size) for name, size in BYTES.items() if not name.startswith("mixed")],
        "optimizers": [
            (name, slots)
            for name in optimizer_names()
            if (slots := optimizer_called(name).slots) is not None
        ],
    }
