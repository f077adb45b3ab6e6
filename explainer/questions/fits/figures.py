"""The largest batch and the largest inputs that fit into so much memory, for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from explainer.network.input_size import InputSize
    from explainer.questions.fits.answer import Fits
    from explainer.questions.fits.batch import Fit
    from explainer.questions.fits.input import InputFit


def fits_figures(fits: Fits) -> dict[str, Any]:
    """The largest batch and input that fit, in both accounts; several inputs by name."""
    inputs = fits.inputs.items()
    return {
        "size": fits.size,
        "textbook": _largest(fits.textbook, {size: both.textbook for size, both in inputs}),
        "framework": _largest(fits.framework, {size: both.framework for size, both in inputs}),
    }


def _largest(batch: Fit | None, found: dict[InputSize, InputFit | None]) -> dict[str, Any]:
    sizes = {given: None if fit is None else fit.size for given, fit in found.items()}
    alone = {given.measure: size for given, size in sizes.items() if not given.name}
    named = {given.name: size for given, size in sizes.items() if given.name}
    return {
        "largest_batch": None if batch is None else batch.largest,
        "largest_image": alone.get("image"),
        "largest_length": alone.get("length"),
        "largest_inputs": named or None,
    }
