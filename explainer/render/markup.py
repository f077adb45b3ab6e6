"""Blocks and inline parts as markup: what HTML and PDF share.

The two differ in how a formula and a picture are written: that is a Medium. The elements
are in templates/blocks.html; here is only which of them a block becomes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol, assert_never
from urllib.parse import quote

from markupsafe import Markup

from explainer.maths import Tree
from explainer.maths.tree import Symbol
from explainer.page import nodes as n
from explainer.render.column_widths import Columns, Rows
from explainer.render.drawings import draw, draw_narrow
from explainer.render.drawings.picture import WIDTH, Picture
from explainer.render.literal import literal, plain
from explainer.render.maths.marks import UNMARKED, Marks
from explainer.render.maths.numerals import in_words
from explainer.render.templates import environment

# One colour and one underline for a kernel, for what comes in and for what goes out, everywhere.
MARKS = (
    dict.fromkeys(("k_h", "k_w", "k_d", "k_l"), "m1")
    | dict.fromkeys(("c_out", "n_out"), "m2")
    | dict.fromkeys(("c_in", "n_in"), "m3")
)
# So many letters without a space between them may not fit into a line, or a column.
LONG = 30
RUNS = re.compile(rf"(\S{{{LONG},}})")
PIECES = re.compile(r".{1,12}[-_.,/]|.{1,12}", re.DOTALL)
BREAK = Markup("<wbr/>")
# Between a number and its unit, or the word behind it.
NO_BREAK = "\N{NO-BREAK SPACE}"
COUNTED = re.compile(r"(?<=[0-9]) (?=[^\W0-9_]|%)")
FIRST_WORD = re.compile(r" (?:[^\W0-9_]|%|$)")
# A sum of more terms goes on in another row.
TERMS_A_ROW = 5


class Medium(Protocol):
    """How screen or paper writes formulas and pictures; the results are safe markup."""

    def formula(self, tree: Tree, marks: Marks) -> str:
        """A formula within a sentence."""

    def equation(self, sides: Sequence[Tree], wrong: bool, badge: str = "") -> str:
        """Formulas that equal each other, on one line if it is long enough.

        badge: markup that stays on the line of the last one.
        """

    def lines(self, symbol: str, rows: Sequence[Tree], unit: str, marks: Marks) -> str:
        """A step, its rows below each other."""

    def picture(self, picture: Picture, name: str) -> str:
        """A drawing, named for those who cannot see it."""

    def name(self, shown: Markup, text: str, language: str) -> Markup:
        """What a user wrote, shown like that, apart from the words around it."""

    @property
    def narrow(self) -> bool:
        """Whether it may be as narrow as a phone, and shows other pictures then."""

    def widths(self, columns: Columns, rows: Rows) -> Sequence[str]:
        """How wide a table's columns are, in CSS; none: as wide as their cells need."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents, and the lines below it."""

    anchor: str
    words: Markup
    below: list[Entry] = field(default_factory=list)


def breakable(text: str) -> Markup:
    """The text, escaped; a run too long for a line may break, at best behind a sign."""
    shown = literal(text)
    if len(shown) < LONG:
        return Markup.escape(shown)
    parts = enumerate(RUNS.split(shown))  # every second part is a long run
    return Markup("").join(BREAK.join(PIECES.findall(part)) if i % 2 else part for i, part in parts)


def isolated(shown: Markup) -> Markup:
    """A text whose letters may run the other way, so that the words around it stay in order."""
    return Markup("<bdi>{}</bdi>").format(shown)


def unbroken(parts: n.Inlines) -> Iterator[n.Inline]:
    """The parts, in which no line ends between a number and what it counts."""
    counts = False
    for part in parts:
        if isinstance(part, n.Words):
            text = COUNTED.sub(NO_BREAK, part.text)
            part = n.Words(NO_BREAK + text[1:] if counts and FIRST_WORD.match(text) else text)
        counts = isinstance(part, n.Num) or (isinstance(part, n.Words) and part.text[-1:].isdigit())
        yield part


@dataclass(frozen=True)
class Writer:
    """Writes the blocks of one page for one medium.

    breaks: whether a line may end between a number and its unit, as on pages whose scripts
        write numbers anew, with blanks.
    """

    page: n.Page
    medium: Medium
    breaks: bool = False

    @cached_property
    def _macros(self) -> Any:
        return environment().get_template("blocks.html").module

    @cached_property
    def _anchors(self) -> set[str]:
        """Where a link can lead to."""
        marked = (b for b in self.page.blocks if isinstance(b, n.Heading | n.Paragraph))
        return {block.anchor for block in marked if block.anchor}

    def opening_and_rest(self) -> tuple[Markup, Markup]:
        """What stands before the first part of the page, and the parts."""
        blocks, cut = self.page.blocks, self._cut
        return self.blocks(blocks[:cut]), self.blocks(blocks[cut:], cut)

    def opening_answers_and_rest(self) -> tuple[Markup, Markup, Markup]:
        """The same, the parts that answer what was asked apart."""
        blocks, cut = self.page.blocks, self._cut
        end = max(cut, self.page.answered)
        return (
            self.blocks(blocks[:cut]),
            self.blocks(blocks[cut:end], cut),
            self.blocks(blocks[end:], end),
        )

    @property
    def _cut(self) -> int:
        """Where the first part begins."""
        blocks = self.page.blocks
        parts = (i for i, b in enumerate(blocks) if isinstance(b, n.Heading) and b.level > 1)
        return next(parts, len(blocks))

    def contents(self, most: int | None = None) -> list[Entry]:
        """The table of contents: headings of the second and the third level.

        most: above so many headings of the third level, those are left out.
        A page of one section has no contents: there is nothing to choose from.
        """
        entries: list[Entry] = []
        for block in self.page.blocks:
            if isinstance(block, n.Heading) and block.level in (2, 3):
                entry = Entry(block.anchor, self.inline(block.parts, links=False))
                (entries[-1].below if block.level == 3 and entries else entries).append(entry)
        if len(entries) == 1 and not entries[0].below:
            return []
        if most is not None and sum(len(entry.below) for entry in entries) > most:
            return [replace(entry, below=[]) for entry in entries]
        return entries

    def blocks(self, blocks: Sequence[n.Block], first: int = 0) -> Markup:
        """Blocks behind each other; a goal's label stays with the block that it labels."""
        return Markup("\n").join(self._flow(blocks, first))

    def _flow(self, blocks: Sequence[n.Block], first: int) -> Iterator[Markup]:
        label: n.Heading | None = None
        for number, block in enumerate(blocks, first):
            if label is not None and not isinstance(block, n.Heading):
                yield self._macros.goal(self.inline(label.parts), self.block(block, number))
                label = None
                continue
            if label is not None:
                yield self.block(label, number)
            label = block if isinstance(block, n.Heading) and block.level == 4 else None
            if label is None:
                yield self.block(block, number)
        if label is not None:
            yield self.block(label, 0)

    def block(self, block: n.Block, number: int) -> Markup:
        """One block; its number on the page makes ids inside it unique."""
        write, macros = self.inline, self._macros
        match block:
            case n.Heading(level, parts, anchor):
                return self._made(macros.heading(level, write(parts), anchor))
            case n.Paragraph(parts, role, anchor):
                return self._made(macros.paragraph(write(parts), role, anchor))
            case n.Listing(items):
                return self._made(macros.listing([write(item) for item in items]))
            case n.Facts(items):
                return self._made(macros.facts([(write(f.value), write(f.label)) for f in items]))
            case n.Table():
                return self._table(block)
            case n.Step():
                return self._step(block)
            case n.Abreast(cells):
                return self._made(self._macros.abreast([self.blocks(cell) for cell in cells]))
            case n.Brief(lines):
                return self._made(macros.brief([self._brief_line(line) for line in lines]))
            case n.Slip():
                return self._slip(block)
            case n.Slips(items):
                return self._made(self._macros.slips([self._slip(slip) for slip in items]))
            case n.Claim():
                return self._claim(block)
            case n.Figure():
                return self._figure(block, f"figure-{number}")
            case n.Space(count, label):
                return self._made(macros.space(count, write(label)))
            case _:
                assert_never(block)

    def _made(self, markup: Any) -> Markup:
        """What a macro returned, with the type that mypy cannot know."""
        assert isinstance(markup, Markup)
        return markup

    def inline(self, parts: n.Inlines, marks: Marks = UNMARKED, *, links: bool = True) -> Markup:
        """Inline parts behind each other; without links where they stand in a link themselves."""
        whole = parts if self.breaks else unbroken(parts)
        return Markup("").join(self._inline(part, marks, links) for part in whole)

    def _inline(self, part: n.Inline, marks: Marks, links: bool) -> Markup:
        match part:
            case n.Words(text):
                return breakable(text)
            case n.Strong(parts):
                return Markup("<strong>{}</strong>").format(self.inline(parts, marks, links=links))
            case n.Struck(parts):
                return Markup("<s>{}</s>").format(self.inline(parts, marks, links=links))
            case n.Code(text):
                return Markup("<code>{}</code>").format(breakable(text))
            case n.User(text):
                return self.medium.name(breakable(text), text, self.page.language)
            case n.Var(name):
                return Markup(self.medium.formula(Symbol(name), marks))
            case n.Num(value):
                return breakable(in_words(value))
            case n.Maths(tree):
                return Markup(self.medium.formula(tree, marks))
            case n.Link(parts, target):
                inside = self.inline(parts, marks, links=False)
                href = self._address(target) if links else None
                return Markup('<a href="{}">{}</a>').format(href, inside) if href else inside
            case _:
                assert_never(part)

    def _address(self, target: str) -> str | None:
        """Where a link leads to: an anchor that is on the page, or the web; None elsewhere."""
        if target.startswith("#"):
            return f"#{quote(target[1:])}" if target[1:] in self._anchors else None
        return target if target.startswith(("https://", "http://")) else None

    def _step(self, step: n.Step) -> Markup:
        marks = {name: MARKS[name] for name in step.marks if name in MARKS}
        law = None
        if step.law is not None:
            law = Markup(self.medium.lines(step.symbol, [step.law], "", UNMARKED))
        worked = Markup(self.medium.lines(step.symbol, step.lines, plain(step.unit), marks))
        notes = self.inline(step.law_note), self.inline(step.note)
        return self._made(self._macros.step(self.inline(step.why, marks), law, worked, *notes))

    def _brief_line(self, line: n.BriefLine) -> tuple[Markup, Markup]:
        sides = (Symbol(line.symbol), *line.lines)
        return Markup(self.medium.equation(sides, wrong=False)), self.inline(line.unit)

    def _slip(self, slip: n.Slip) -> Markup:
        sides = (Symbol(slip.symbol), *slip.lines)
        badge = str(self._macros.badge(slip.hides))
        worked = Markup(self.medium.equation(sides, wrong=not slip.hides, badge=badge))
        told = (self.inline(part) for part in (slip.title, slip.why, slip.verdict))
        return self._made(self._macros.slip(worked, slip.hides, *told))

    def _claim(self, claim: n.Claim) -> Markup:
        parts = (claim.printed, claim.exact, claim.verdict_parts, claim.note)
        told = (self.inline(part) for part in parts)
        causes = [self.inline(cause) for cause in claim.causes]
        return self._made(self._macros.claim(claim.verdict, causes, *told))

    def _table(self, table: n.Table) -> Markup:
        roles = [column.role + " aside" * column.aside for column in table.columns]
        titles = [self.inline(column.title) for column in table.columns]
        columns = list(zip(titles, roles, strict=True))
        rows = [(row.quiet, row.heads, self._cells(row, roles)) for row in table.rows]
        footer = [self._cells(row, roles) for row in table.footer]
        caption, name = self.inline(table.caption), plain(table.caption)
        whole = [cells for _, heads, cells in rows if not heads] + footer
        widths = self.medium.widths(columns, whole)
        return self._made(self._macros.table(caption, name, columns, rows, footer, widths))

    def _cells(self, row: n.Row, roles: Sequence[str]) -> list[tuple[str, Markup]]:
        cells = (self._bar(c) if isinstance(c, n.Bar) else self.inline(c) for c in row.cells)
        return [
            (f"{role} long" if BREAK in cell else role, cell)
            for role, cell in zip(roles, cells, strict=not row.heads)
        ]

    def _bar(self, bar: n.Bar) -> Markup:
        """A bar as long as its share; nothing where it has none."""
        if not bar.share:
            return Markup("")
        percent = f"{max(float(bar.share) * 100, 1):.4g}"
        return Markup('<span class="{}" style="width:{}%"></span>').format(bar.series, percent)

    def _figure(self, figure: n.Figure, key: str) -> Markup:
        drawn, name = draw(figure.drawing, key), plain(figure.told)
        small = draw_narrow(figure.drawing, f"{key}-narrow") if self.medium.narrow else ()
        pictures = [Markup(self.medium.picture(picture, name)) for picture in drawn]
        others = [Markup(self.medium.picture(picture, name)) for picture in small]
        caption, sentence = self.inline(figure.caption), self.inline(figure.sentence)
        half = all(picture.width < WIDTH for picture in drawn)
        look = "half slim" if half and figure.slim else "half" if half else ""
        look = look or ("pieces" if len(drawn) > 1 else "")
        told = caption, sentence
        return self._made(self._macros.figure(pictures, others, look, plain(figure.caption), *told))
