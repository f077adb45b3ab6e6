"""The largest batch and image that fit into so much memory, for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from explainer.questions.fits.answer import Fits
    from explainer.questions.fits.batch import Fit
    from explainer.questions.fits.image import ImageFit


def fits_figures(fits: Fits) -> dict[str, Any]:
    """The largest batch and the largest square image that fit, in both accounts."""

    def largest(batch: Fit | None, image: ImageFit | None) -> dict[str, int | None]:
        return {
            "largest_batch": None if batch is None else batch.largest,
            "largest_image": None if image is None else image.side,
        }

    return {
        "size": fits.size,
        "textbook": largest(fits.textbook, fits.textbook_image),
        "framework": largest(fits.framework, fits.framework_image),
    }
