"""`compare`: two models beside each other, run alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from explainer.library.explain import Report
from explainer.network.case import Case
from explainer.network.plan import Knobs
from explainer.options.language import speaking_in
from explainer.readers import read
from explainer.results.checked_case import case_of
from explainer.spec import ModelSpec

if TYPE_CHECKING:
    from explainer.page.nodes import Page
    from explainer.questions.comparison.figures import Beside


@dataclass(frozen=True)
class Comparison(Report):
    """Two networks worked out and compared."""

    first: Case
    second: Case

    @property
    def of_images(self) -> bool:
        """Whether both networks are given an image."""
        return self.first.graph.of_images and self.second.graph.of_images

    @cached_property
    def beside(self) -> Beside:
        """What is worked out about the two."""
        from explainer.questions.comparison.figures import Beside

        return Beside(self.first, self.second)

    def written_up(self) -> Page:
        """The page, in the language that is spoken."""
        from explainer.questions.comparison.pair_page import compare_page

        return compare_page(self.beside)

    def figures(self) -> str:
        """The figures of both as JSON text."""
        from explainer.files.json_text import as_text
        from explainer.questions.comparison.pair_figures import pair_figures

        return as_text(pair_figures(self.beside))


Model = str | Path | Mapping[str, Any] | ModelSpec


def compare(
    first: Model, second: Model, *, language: str | None = None, **options: Unpack[Knobs]
) -> Comparison:
    """Compare two networks, each given as for `explain`.

    options: how both are run, as for `explain`: batch, dtype, optimizer and so on; what is
        not said comes from each file. language: in which everything is said.

    Raises ModelFileError where a model is wrong, UsageError where an argument is.
    """
    for name in options:
        if name not in Knobs.__annotations__:
            raise TypeError(f"compare() got an unexpected keyword argument {name!r}")
    with speaking_in(language):
        return Comparison(case_of(read(first), options), case_of(read(second), options))
