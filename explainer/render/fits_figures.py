"""The largest batch and image that fit into so much memory, for JSON."""

from __future__ import annotations

from typing import Any

from explainer.memory.fits import Fit, framework_fit, textbook_fit
from explainer.memory.largest_image import ImageFit, framework_image, textbook_image
from explainer.network.case import Case


def fits_figures(case: Case, size: int) -> dict[str, Any]:
    """The largest batch and the largest square image that fit, in both accounts."""

    def largest(batch: Fit | None, image: ImageFit | None) -> dict[str, int | None]:
        return {
            "largest_batch": None if batch is None else batch.largest,
            "largest_image": None if image is None else image.side,
        }

    return {
        "size": size,
        "textbook": largest(textbook_fit(case, size), textbook_image(case, size)),
        "framework": largest(framework_fit(case, size), framework_image(case, size)),
    }
