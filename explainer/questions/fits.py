"""`--fits`: what is the most that trains in so much memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explainer.memory.sizes import at_least_one, bytes_of
from explainer.questions.option import Question

if TYPE_CHECKING:
    from explainer.document.nodes import Block
    from explainer.document.steps import Seen
    from explainer.results import Results


def _size(given: Any) -> int:
    return bytes_of(given) if isinstance(given, str) else at_least_one(given)


def _part(work: Results, _: int, seen: Seen) -> list[Block]:
    from explainer.document.fits_part import fits_blocks

    assert work.fits
    return fits_blocks(work, work.fits, seen)


def _figures(work: Results, _: int) -> Any:
    from explainer.render.fits_figures import fits_figures

    assert work.fits
    return fits_figures(work.fits)


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
