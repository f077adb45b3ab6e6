"""`mistakes`: the catalogue of mistakes, or some of its entries, as a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from explainer.errors import UsageError, named, nearest, shown
from explainer.language import sentence
from explainer.library.explain import Report
from explainer.options.language import speaking_in

if TYPE_CHECKING:
    from explainer.mistakes.catalogue import Entry
    from explainer.page.nodes import Page


@dataclass(frozen=True)
class Catalogue(Report):
    """Mistakes with their reason, the right idea, an example, and where they were published."""

    entries: tuple[Entry, ...]

    @property
    def of_images(self) -> bool:
        """No network is meant, so the catalogue tells of images."""
        return True

    def written_up(self) -> Page:
        """The page, in the language that is spoken."""
        from explainer.mistakes.pages.catalogue import catalogue_page

        return catalogue_page(self.entries)

    def figures(self) -> str:
        """The entries as JSON text."""
        from explainer.mistakes.figures.catalogue import catalogue_json

        return catalogue_json(self.entries)


def mistakes(*names: str, language: str | None = None) -> Catalogue:
    """The mistakes of these names, or all that explain knows; UsageError for an unknown name.

    language: in which everything is said.
    """
    with speaking_in(language):
        return _named(names)


def _named(names: tuple[str, ...]) -> Catalogue:
    from explainer.mistakes.catalogue import catalogue

    known = {entry.name: entry for entry in catalogue()}
    for name in names:
        if not isinstance(name, str):
            raise UsageError(sentence("catalogue.no_text", given=shown(name)))
        if name not in known:
            near = nearest(name, known, 0.5)
            hint = sentence("hint.meant", name=near) if near else sentence("catalogue.unknown_try")
            raise UsageError(sentence("catalogue.unknown", name=named(name)), hint)
    return Catalogue(tuple(known[name] for name in names) if names else catalogue())
