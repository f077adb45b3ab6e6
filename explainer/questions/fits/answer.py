"""What trains in the memory that was asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from explainer.network.case import Case
from explainer.network.input_size import InputSize, input_sizes
from explainer.questions.fits.batch import Fit, framework_fit, textbook_fit
from explainer.questions.fits.input import InputFit, framework_input, textbook_input


class Largest(NamedTuple):
    """The largest size of an input, in both accounts; None where there is no such account."""

    textbook: InputFit
    framework: InputFit | None


@dataclass(frozen=True)
class Fits:
    """The largest batch, and the largest size of each input, that `size` bytes hold."""

    size: int
    textbook: Fit | None
    framework: Fit | None
    inputs: Mapping[InputSize, Largest]


def fits_of(case: Case, size: int) -> Fits:
    """Both accounts of the network in so many bytes."""
    return Fits(
        size,
        textbook_fit(case, size),
        framework_fit(case, size),
        {
            given: Largest(textbook_input(case, given, size), framework_input(case, given, size))
            for given in input_sizes(case.graph)
        },
    )
