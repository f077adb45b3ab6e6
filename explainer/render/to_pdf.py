"""A page as PDF: formulas as text that breaks and can be copied, tagged, its fonts inside.

The same page gives the same bytes. The tags are those that PDF/UA-1 asks for, as far as
WeasyPrint writes them; no validator has confirmed that the file conforms.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import escape
from typing import Literal
from urllib.parse import quote

from markupsafe import Markup

from explainer.errors import UsageError
from explainer.language import SOURCE, sentence, texts
from explainer.maths import Tree
from explainer.page import nodes as n
from explainer.render.column_widths import Columns, Rows, column_widths
from explainer.render.drawings.picture import Picture
from explainer.render.literal import literal
from explainer.render.markup import LONG, Writer, isolated
from explainer.render.maths import print_html
from explainer.render.maths.marks import Marks
from explainer.render.press import print_pdf
from explainer.render.templates import FACES, environment, faces, font, style_on_paper

# So many letters of a name fit beside the equals signs (templates/maths.css).
ROOM_OF_A_NAME = 11
# A table of contents that lists more layers would run over several pages.
LAYERS_IN_CONTENTS = 75
# Characters of HTML in a page that is printed. The press holds all of a page until the last sheet
# is laid out, in about 700 bytes for each of them: this many take over 2 GB.
MOST_CHARACTERS = 3_000_000
# A number and its unit stand on one line.
BEFORE_A_UNIT = re.compile(r"(?<=\d) (?=(?:[KMG]|kB|[MG]B|[KMG]iB)\b)")
# A rule of a style sheet; one of `@page` may hold others.
RULE = re.compile(r"[^{}]+\{(?:[^{}]|\{[^{}]*\})*\}")
# The classes that templates/page.html itself gives.
OF_A_PAGE = '<body class="sheet contents">'
# What may stand as it is in an address within double quotes, beside letters and digits.
NOT_QUOTED = " <>=:/;,.()'"
# Text of ours at the foot of every page.
FOOTER = (
    "@page { @bottom-left { content: %s; font-size: 8.5pt; color: #55514a; "
    "vertical-align: top; padding-top: 5mm; } }"
)
# The addresses of the fonts, which only the press knows.
FONTS = {name: f"font:{name}" for name in FACES}


class Paper:
    """Formulas as runs of text, which WeasyPrint can break; pictures with their colours inside."""

    def formula(self, tree: Tree, marks: Marks) -> str:
        """Text with sub and sup."""
        return print_html.print_html(tree, marks=marks)

    def equation(self, sides: Sequence[Tree], wrong: bool, badge: str = "") -> str:
        """One run of text, which breaks before an operator."""
        written = print_html.equation(sides, wrong=wrong)
        return f"{written}&#160;{badge}" if badge else written

    def lines(self, symbol: str, rows: Sequence[Tree], unit: str, marks: Marks) -> str:
        """The name beside its rows; a long name takes a wider column."""
        worked = print_html.lines(symbol, rows, unit=unit, marks=marks)
        return f'<div class="long-name">{worked}</div>' if len(symbol) > ROOM_OF_A_NAME else worked

    def picture(self, picture: Picture, name: str) -> str:
        """An image of its own: inline, WeasyPrint would style each part of it as one of the page's.

        It has the colours of paper inside.
        """
        style = rules_for(picture.body, style_on_paper("drawings"))
        drawn = quote(picture.svg(style=style), safe=NOT_QUOTED)
        alt = escape(literal(name))
        return f'<img class="drawing" alt="{alt}" src="data:image/svg+xml,{drawn}"/>'

    def name(self, shown: Markup, text: str, language: str) -> Markup:
        """Apart where its letters may run another way than those around it, or it may break.

        In a table's cell WeasyPrint breaks a name only within an element of its own.
        """
        plain = text.isascii() and len(text) < LONG and language == SOURCE
        return shown if plain else isolated(shown)

    @property
    def narrow(self) -> bool:
        """Paper has one width."""
        return False

    def widths(self, columns: Columns, rows: Rows) -> tuple[str, ...]:
        """By the letters, where a table is long."""
        return column_widths(columns, rows)


def rules_for(body: str, style: str) -> str:
    """The rules of a style that some markup needs.

    WeasyPrint reads a picture's anew for every pattern, and asks each of a page's at every element.
    """
    used = {"drawing", *" ".join(re.findall('class="([^"]*)"', body)).split()}
    return "".join(rule for rule in RULE.findall(style) if _applies(rule, used))


def _applies(rule: str, used: set[str]) -> bool:
    """Whether a rule is one of the whole page, or a selector of it names only classes in use."""
    head = rule.partition("{")[0]
    return "@" in head or any(
        used.issuperset(re.findall(r"\.([\w-]+)", each)) for each in head.split(",")
    )


def to_pdf(page: n.Page, *, paper: Literal["A4", "letter"] = "A4") -> bytes:
    """The whole file; MissingPackageError where WeasyPrint, Pango or a font is missing.

    UsageError where the page is so long that laying it out would fill the memory.
    """
    html = paper_html(page, paper)
    if len(html) > MOST_CHARACTERS:
        raise UsageError(sentence("pdf.too_long", characters=len(html), most=MOST_CHARACTERS))
    return print_pdf(html, {FONTS[name]: font(name) for name in FACES})


def _numbered() -> str:
    """The rule that numbers the sheets, in the language's words: `page 1 of 25`."""
    pieces = re.split(r"\{(\w+)\}", texts()["page.numbered"])
    counters = {"page": "counter(page)", "pages": "counter(pages)"}
    said = (
        counters[piece] if i % 2 else json.dumps(piece, ensure_ascii=False)
        for i, piece in enumerate(pieces)
    )
    return f"@page {{ @bottom-right {{ content: {' '.join(said)}; }} }}"


def paper_html(page: n.Page, paper: str) -> str:
    """The HTML that is printed."""
    writer = Writer(page, Paper())
    opening, rest = writer.opening_and_rest()
    size = f"@page {{ size: {paper}; }}"
    style = rules_for(f"{OF_A_PAGE}{opening}{rest}", style_on_paper("page", "maths", "print"))
    sheets = [faces(FONTS), style, size, _numbered()]
    if page.footer:
        sheets.append(FOOTER % json.dumps(page.footer, ensure_ascii=False))
    html = (
        environment()
        .get_template("page.html")
        .render(
            paper=True,
            language=page.language,
            title=literal(page.title),
            style=Markup("\n".join(sheets)),
            opening=opening,
            answers="",
            sheet=page.sheet,
            contents=([] if page.sheet or page.leaflet else writer.contents(LAYERS_IN_CONTENTS)),
            rest=rest,
        )
    )
    return BEFORE_A_UNIT.sub(print_html.NO_BREAK, html)
