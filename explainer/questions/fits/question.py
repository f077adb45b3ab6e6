"""`--fits`: what is the most that trains in so much memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explainer.network.sizes import at_least_one, bytes_of
from explainer.options.option import Question

if TYPE_CHECKING:
    from explainer.page.nodes import Block
    from explainer.page.steps import Seen
    from explainer.questions.fits.answer import Fits
    from explainer.results.results import Results


def _size(given: Any) -> int:
    return bytes_of(given) if isinstance(given, str) else at_least_one(given)


def _answer(work: Results, size: int) -> Fits:
    from explainer.questions.fits.answer import fits_of

    return fits_of(work.case, size)


def _part(work: Results, found: Fits, seen: Seen) -> list[Block]:
    from explainer.questions.fits.page import fits_blocks

    return fits_blocks(work, found, seen)


def _figures(found: Fits) -> Any:
    from explainer.questions.fits.figures import fits_figures

    return fits_figures(found)


FITS: Question[int, Fits] = Question(
    name="fits",
    value="SIZE",
    help="the largest batch that trains in 8GB, 512MiB, …",
    keyword="a memory such as `8GB`, `512MiB` or a number of bytes; the largest batch that trains "
    "in it is worked out.",
    row="the largest batch, and the largest square image or the longest text at the batch, that "
    "train in so much memory, in both accounts: `8GB`, `512MiB`, a number of bytes",
    offers=lambda _: ("8GB", "8GiB", "16GB", "16GiB", "24GB", "24GiB"),
    read=_size,
    answer=_answer,
    part=_part,
    key="fits",
    figures=_figures,
)
