"""A rule for each operation: which layer of ours it is. One file a family; each adds its own."""

from __future__ import annotations

from explainer.readers.from_torch.rules import (
    activations,
    convolutions,
    joins,
    norms,
    passing,
    pools,
    views,
)
from explainer.readers.from_torch.rules.rule import RULES

__all__ = [
    "RULES",
    "activations",
    "convolutions",
    "joins",
    "norms",
    "passing",
    "pools",
    "views",
]
