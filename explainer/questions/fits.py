"""`--fits`: what is the most that trains in so much memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explainer.memory.sizes import at_least_one, bytes_of
from explainer.once import once
from explainer.questions.option import Question

if TYPE_CHECKING:
    from explainer.document.nodes import Block
    from explainer.document.steps import Seen
    from explainer.memory.fits_of_a_size import Fits
    from explainer.results import Results


def _size(given: Any) -> int:
    return bytes_of(given) if isinstance(given, str) else at_least_one(given)


@once
def _fits(work: Results) -> Fits:
    from explainer.memory.fits_of_a_size import fits_of

    assert work.asked.fits
    return fits_of(work.case, work.asked.fits)


def _part(work: Results, _: int, seen: Seen) -> list[Block]:
    from explainer.document.fits_part import fits_blocks

    return fits_blocks(work, _fits(work), seen)


def _figures(work: Results, _: int) -> Any:
    from explainer.render.fits_figures import fits_figures

    return fits_figures(_fits(work))


FITS: Question[int] = Question(
    name="fits",
    value="SIZE",
    help="the largest batch that trains in 8GB, 512MiB, …",
    keyword="a memory such as `8GB`, `512MiB` or a number of bytes; the largest batch that trains "
    "in it is worked out.",
    row="the largest batch, and the largest square image at the batch, that train in so much "
    "memory, in both accounts: `8GB`, `512MiB`, a number of bytes",
    offers=lambda _: ("8GB", "8GiB", "16GB", "16GiB", "24GB", "24GiB"),
    read=_size,
    part=_part,
    key="fits",
    figures=_figures,
)
