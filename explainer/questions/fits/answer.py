"""What trains in the memory that was asked about."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.network.case import Case
from explainer.questions.fits.batch import Fit, framework_fit, textbook_fit
from explainer.questions.fits.image import ImageFit, framework_image, textbook_image


@dataclass(frozen=True)
class Fits:
    """The largest batch, and the largest square image, that a memory of `size` bytes holds."""

    size: int
    textbook: Fit | None
    framework: Fit | None
    textbook_image: ImageFit | None
    framework_image: ImageFit | None


def fits_of(case: Case, size: int) -> Fits:
    """Both accounts of the network in so many bytes."""
    return Fits(
        size,
        textbook_fit(case, size),
        framework_fit(case, size),
        textbook_image(case, size),
        framework_image(case, size),
    )
