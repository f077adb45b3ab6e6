"""What convolutions need for a moment, as part of the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from explainer.memory.framework.workspace import Unfolded, Workspace


def workspace_figures(found: Workspace | None, threads: int) -> dict[str, Any] | None:
    """The layers that need a matrix, the largest one, what is not derived; None for bare totals."""
    if found is None:
        return None
    most = found.largest
    return {
        "threads": threads,
        "layers": [_figures(layer) for layer in found.layers],
        "largest": most and _figures(most) | {"at_once": most.per_image * found.at_once},
        "not_derived": list(found.not_derived),
    }


def _figures(layer: Unfolded) -> dict[str, Any]:
    return {
        "name": layer.node.name,
        "per_image": layer.per_image,
        "per_batch": layer.per_batch,
    }
