"""What PyTorch measured beside what was derived, as a part of the figures."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from explainer.torch_network.verification import Pair, Verification


def verified_figures(found: Verification) -> dict[str, Any]:
    """Whether it agrees, and every quantity twice, in bytes for the batch."""
    return {
        "torch": found.version,
        "dtype": found.plan.dtype,
        "agrees": found.agrees,
        "layers": len(found.layers),
        "layers_that_differ": [layer.name for layer in found.differences],
        "saved": _pair(found.saved),
        "missing": [asdict(each) for each in found.missing],
        "peak": _pair(found.peak) | {"parts": _parts(found.parts)},
        "inference": _pair(found.inference) | {"parts": _parts(found.inference_parts)},
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {"derived": pair.derived, "measured": pair.measured}


def _parts(parts: tuple[Pair, ...]) -> dict[str, Any]:
    return {part.what: _pair(part) for part in parts}
