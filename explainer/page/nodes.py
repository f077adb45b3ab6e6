"""What a page is made of: blocks over inline parts, the same for every output.

A renderer is one `match` over these, ending in `assert_never`; it decides nothing about
networks. Text that came from the user's file is `User`, from the reader to the page, so
that every renderer shows it literally. (Blocks are never compared, and without `eq` the
forty classes load in half the time.)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from explainer.language import current
from explainer.maths.tree import Tree
from explainer.page.drawings import Drawing, Series
from explainer.page.inlines import (
    Code,
    Inline,
    Inlines,
    Link,
    Maths,
    Num,
    Strong,
    Struck,
    User,
    Var,
    Words,
)

__all__ = [
    "Abreast",
    "Bar",
    "Block",
    "Brief",
    "BriefLine",
    "Cell",
    "Claim",
    "Code",
    "Column",
    "Fact",
    "Facts",
    "Figure",
    "Heading",
    "Inline",
    "Inlines",
    "Link",
    "Listing",
    "Maths",
    "Num",
    "Page",
    "Paragraph",
    "Row",
    "Slip",
    "Slips",
    "Space",
    "Step",
    "Strong",
    "Struck",
    "Table",
    "User",
    "Var",
    "Words",
]


@dataclass(frozen=True, slots=True, eq=False)
class Heading:
    """A heading; level 1 is the title, 2 a part of the report, 3 a layer, 4 a goal of a step.

    anchor: the name by which links find it, unique in the document; empty at level 4.
    """

    level: Literal[1, 2, 3, 4]
    parts: Inlines
    anchor: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Paragraph:
    """One paragraph. lead: the line under the title; note: set back, smaller; mistake: set off.

    anchor: the name by which links find it; empty where none leads here.
    """

    parts: Inlines
    role: Literal["plain", "lead", "note", "warning", "mistake"] = "plain"
    anchor: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """A list with bullets."""

    items: tuple[Inlines, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """A number that matters, and what it is."""

    value: Inlines
    label: Inlines


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """The few numbers that a reader looks for first."""

    items: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A table's column: its title, and how its cells are set.

    A name stays on its line; a product stands before its value; prose is given room.
    aside: whether a screen as narrow as a phone does without it, so that no number is cut off.
    spare: the order in which a terminal without room does without it, highest first; 0: never.
    """

    title: Inlines
    role: Literal["text", "name", "prose", "number", "product", "bar"] = "text"
    aside: bool = False
    spare: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Bar:
    """A cell that is a bar: its share of the longest, from 0 to 1."""

    share: Fraction
    series: Series


Cell: TypeAlias = Inlines | Bar


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A table's row; the first cell is its header. quiet: it adds nothing to the sums.

    heads: it has one cell, which says what the rows below it have in common.
    """

    cells: tuple[Cell, ...]
    quiet: bool = False
    heads: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table with a caption; its footer holds the sums."""

    caption: Inlines
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    footer: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A quantity worked out: why, then lines that each equal the next.

    lines: the right-hand sides (symbols, numbers, arithmetic, value); the left is `symbol`.
    law: the general formula, where this layer's line is shorter; law_note leads to it.
    unit: what stands behind the value, such as `values · 6,912 bytes`.
    marks: the symbols that are marked alike wherever they occur: kernel, input, output.
    """

    why: Inlines
    symbol: str
    lines: tuple[Tree, ...]
    unit: Inlines
    law: Tree | None = None
    law_note: Inlines = ()
    marks: tuple[str, ...] = ()
    note: Inlines = ()


@dataclass(frozen=True, slots=True, eq=False)
class Abreast:
    """Blocks that stand beside each other where there is room: a row of cells."""

    cells: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class BriefLine:
    """One quantity on one line: symbol = numbers = value, with its unit."""

    symbol: str
    lines: tuple[Tree, ...]
    unit: Inlines


@dataclass(frozen=True, slots=True, eq=False)
class Brief:
    """Steps that were seen before, one line each."""

    lines: tuple[BriefLine, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Slip:
    """A common mistake: its title, what it gives here line by line, and the right idea.

    verdict: whether it is wrong here and by how much, or that it goes unnoticed.
    """

    name: str
    title: Inlines
    symbol: str
    lines: tuple[Tree, ...]
    verdict: Inlines
    why: Inlines
    hides: bool


@dataclass(frozen=True, slots=True, eq=False)
class Slips:
    """The common mistakes of one step, in one box."""

    items: tuple[Slip, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """A published figure: what was printed, the exact figure, the verdict, the likely causes."""

    printed: Inlines
    exact: Inlines
    verdict: Literal[
        "right", "rounded", "early", "unit", "bound", "measured", "elsewhere", "wrong", "unknown"
    ]
    verdict_parts: Inlines
    causes: tuple[Inlines, ...]
    note: Inlines


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A drawing as data, its caption, and the sentence that says what it shows.

    instead: what is told in place of the picture where there is none, or nobody sees it; the
    sentence, where that is enough.
    slim: whether it stands beside its neighbour, its caption below it, where there is room.
    """

    drawing: Drawing
    caption: Inlines
    sentence: Inlines
    instead: Inlines = ()
    slim: bool = False

    @property
    def told(self) -> Inlines:
        """What the picture shows, for those who have only words."""
        return self.instead or self.sentence


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """Room to write in: so many ruled lines; label: what stands before the last one."""

    lines: int
    label: Inlines = ()


Block: TypeAlias = (
    Heading
    | Paragraph
    | Listing
    | Facts
    | Table
    | Step
    | Abreast
    | Brief
    | Slip
    | Slips
    | Claim
    | Figure
    | Space
)


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A whole document. title: plain text for the window's and the PDF's title.

    footer: text of ours at the foot of every printed page. sheet: whether it is a sheet to be
    printed in numbers: without a table of contents, and set closer.
    leaflet: whether it is so short on paper that it needs no table of contents there.
    more: what else could be asked for, told to a reader at a terminal.
    answered: with so many blocks all is answered that was asked; 0: nothing was.
    """

    title: str
    blocks: tuple[Block, ...]
    language: str = field(default_factory=current)
    footer: str = ""
    sheet: bool = False
    leaflet: bool = False
    more: Inlines = ()
    answered: int = 0
