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


@dataclass(frozen=True)
class Surface:
    """What a page is written on.

    paper: of a PDF. columns: the width of a terminal, in characters. colours: whether it has any.
    """

    paper: Paper = "A4"
    columns: int = 80
    colours: bool = False


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

    name: of its option, and of its files' ending where that is no other; title: what a
        sentence calls it.
    help: of its option; doing: what the line of progress says meanwhile.
    of_page: gives the file's content; None where it holds the figures and not the page.
    ends: the last bytes of a file that is whole; binary: whether it would garble a terminal.
    on_sheets: whether exercises can be written in it; on_site: whether the site has each
        network's report in it, under the sentence `site.file_NAME`.
    slow: whether the site makes it as a part of its own, which can be left out.
    flows: whether it goes to standard output where no file is named.
    brief: whether a report is in short there, where no length was asked for.
    """

    name: str
    title: str
    help: str
    doing: str
    of_page: Callable[[Page, Surface], bytes] | None
    ends: bytes
    binary: bool = False
    on_sheets: bool = False
    on_site: bool = False
    slow: bool = False
    flows: bool = False
    brief: bool = False
    ending: str = ""

    @property
    def suffix(self) -> str:
        """What its files' names end in."""
        return f".{self.ending or self.name}"

    @property
    def option(self) -> str:
        """What asks for it on a command line."""
        return f"--{self.name}"

    def content(self, report: Written, surface: Surface = Surface()) -> bytes:
        """The report as a file's content."""
        if self.of_page is None:
            return report.json().encode()
        return self.of_page(report.page, surface)


def _markdown(page: Page, _: Surface) -> bytes:
    from explainer.render.to_markdown import to_markdown

    return to_markdown(page).encode()


def _html(page: Page, _: Surface) -> bytes:
    from explainer.render.to_html import to_html

    return to_html(page).encode()


def _pdf(page: Page, surface: Surface) -> bytes:
    from explainer.render.to_pdf import to_pdf

    return to_pdf(page, paper=surface.paper)


def _text(page: Page, surface: Surface) -> bytes:
    from explainer.render.to_text import to_text

    text = to_text(page, surface.columns, colours=surface.colours)
    return text.encode("utf-8", "surrogateescape")


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
    flows=True,
)
TEXT = Format(
    name="text",
    title="Plain text",
    help="plain text, as on a terminal, to standard output",
    doing="writing the text",
    of_page=_text,
    ends=b"\n",
    flows=True,
    brief=True,
    ending="txt",
)
FORMATS: tuple[Format, ...] = (TEXT, MARKDOWN, HTML, PDF, JSON)


def every_format() -> tuple[Format, ...]:
    """All of them, in the order in which they are written and listed."""
    return FORMATS


def formats_of_sheets() -> tuple[Format, ...]:
    """Those that exercises can be written in, in the order in which they are listed."""
    return tuple(each for each in reversed(FORMATS) if each.on_sheets)


def format_of(file: str) -> Format | None:
    """The format whose files end as this one does; None where there is none."""
    return next((each for each in FORMATS if file.endswith(each.suffix)), None)
