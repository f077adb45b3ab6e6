"""Published figures beside the exact ones."""

from __future__ import annotations

from explainer.derive import Derivation
from explainer.document import nodes as n


def claims_blocks(work: Derivation) -> list[n.Block]:
    """Each claim with its verdict and the mistakes that give its number."""
    return []
