"""Whether the fonts here can print the names of a class, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterable

from explainer.page import nodes as n

# The fonts that come with explain have the letters up to here.
LAST_LATIN = "\u017f"


def check_letters(students: Iterable[str]) -> None:
    """MissingPackageError where a letter of a name would be a box in the PDF."""
    known, names = set[str](), list[n.Block]()
    for student in students:
        unusual = {letter for letter in student if letter > LAST_LATIN}
        if unusual - known:
            known |= unusual
            names.append(n.Paragraph((n.User(student),)))
    if names:
        from explainer.render.to_pdf import to_pdf

        to_pdf(n.Page("names", tuple(names)))
