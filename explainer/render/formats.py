"""The formats that a report can be written in, each an object that says all about itself.

To add one: write its object, and put it into FORMATS.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from explainer.page.nodes import Page

Paper: TypeAlias = Literal["A4", "letter"]


class Written(Protocol):
    """What can be written: it has a page, and figures."""

    @property
    def page(self) -> Page:
        """The report as blocks."""

    def json(self) -> str:
        """The figures as JSON text."""


@dataclass(frozen=True)
class Format:
    """A way to write a report into a file.

    name: of its option, and of its files' ending; title: what a sentence calls it.
    help: of its option; doing: what the line of progress says meanwhile.
    of_page: gives the file's content; None where it holds the figures and not the page.
    ends: the last bytes of a file that is whole; binary: whether it would garble a terminal.
    on_sheets: whether exercises can be written in it; on_site: whether the site has each
        network's report in it, under the sentence `site.file_NAME`.
    slow: whether the site makes it as a part of its own, which can be left out.
    """

    name: str
    title: str
    help: str
    doing: str
    of_page: Callable[[Page, Paper], bytes] | None
    ends: bytes
    binary: bool = False
    on_sheets: bool = False
    on_site: bool = False
    slow: bool = False

    @property
    def suffix(self) -> str:
        """What its files' names end in."""
        return f".{self.name}"

    @property
    def option(self) -> str:
        """What asks for it on a command line."""
        return f"--{self.name}"

    def content(self, report: Written, paper: Paper = "A4") -> bytes:
        """The report as a file's content."""
        if self.of_page is None:
            return report.json().encode()
        return self.of_page(report.page, paper)


def _markdown(page: Page, _: Paper) -> bytes:
    from explainer.render.to_markdown import to_markdown

    return to_markdown(page).encode()


def _html(page: Page, _: Paper) -> bytes:
    from explainer.render.to_html import to_html

    return to_html(page).encode()


def _pdf(page: Page, paper: Paper) -> bytes:
    from explainer.render.to_pdf import to_pdf

    return to_pdf(page, paper=paper)


MARKDOWN = Format(
    name="md",
    title="Markdown",
    help="Markdown",
    doing="writing Markdown",
    of_page=_markdown,
    ends=b"\n",
    on_sheets=True,
    on_site=True,
)
HTML = Format(
    name="html",
    title="HTML",
    help="one HTML page",
    doing="writing HTML",
    of_page=_html,
    ends=b"</html>\n",
    on_sheets=True,
)
PDF = Format(
    name="pdf",
    title="PDF",
    help="PDF",
    doing="laying out the PDF",
    of_page=_pdf,
    ends=b"%%EOF\n",
    binary=True,
    on_sheets=True,
    on_site=True,
    slow=True,
)
JSON = Format(
    name="json",
    title="JSON",
    help="the figures, to standard output",
    doing="writing JSON",
    of_page=None,
    ends=b"}\n",
    on_site=True,
)
FORMATS: tuple[Format, ...] = (MARKDOWN, HTML, PDF, JSON)


def every_format() -> tuple[Format, ...]:
    """All of them, in the order in which they are written and listed."""
    return FORMATS


def formats_of_sheets() -> tuple[Format, ...]:
    """Those that exercises can be written in, in the order in which they are listed."""
    return tuple(each for each in reversed(FORMATS) if each.on_sheets)


def format_called(name: str) -> Format | None:
    """The format of that name, or that files with this ending have; None where there is none."""
    return next((each for each in FORMATS if each.name == name), None)
