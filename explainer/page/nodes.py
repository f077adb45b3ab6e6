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
from explainer.maths.tree import Exact, Tree

Series: TypeAlias = Literal["activations", "parameters"]
# What memory is taken for: the same look in every picture.
Use: TypeAlias = Literal["parameters", "optimizer", "gradients", "kept", "passing", "other"]

# ---- inline parts ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Prose of ours."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Strong:
    """Parts that are set in bold."""

    parts: Inlines


@dataclass(frozen=True, slots=True, eq=False)
class Struck:
    """A wrong result, struck through."""

    parts: Inlines


@dataclass(frozen=True, slots=True, eq=False)
class Code:
    """Something typed: a setting, a command, a kind."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class User:
    """Text from the user's file, shown literally."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Var:
    """A symbol within a sentence, such as c_out."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Num:
    """An exact number within a sentence, its digits grouped."""

    value: Exact


@dataclass(frozen=True, slots=True, eq=False)
class Maths:
    """A short formula within a sentence."""

    tree: Tree


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """Parts that lead to an anchor of this page (`#conv1`) or to an address of ours."""

    parts: Inlines
    target: str


Inline: TypeAlias = Words | Strong | Struck | Code | User | Var | Num | Maths | Link
Inlines: TypeAlias = tuple[Inline, ...]

# ---- blocks ---------------------------------------------------------------------------


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
    verdict: Literal["right", "rounded", "early", "unit", "bound", "measured", "wrong", "unknown"]
    verdict_parts: Inlines
    causes: tuple[Inlines, ...]
    note: Inlines


@dataclass(frozen=True, slots=True, eq=False)
class BarRow:
    """One row of a chart: a label and its value in each series."""

    label: Inlines
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class BarChart:
    """Values by layer, one panel for each series, every series on its own scale."""

    series: tuple[tuple[Series, Inlines], ...]
    rows: tuple[BarRow, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Mirror:
    """Two values a row, each in percent of its sum: one side to the left, one to the right.

    sides: the two, each with what it is.
    """

    sides: tuple[tuple[Series, Inlines], ...]
    rows: tuple[BarRow, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """A volume of a network drawing: its name and its sizes, channels or features last.

    kind: what makes it; empty where several layers do, as a block. count: how often it comes.
    around: whether ways inside the block lead around some of its layers.
    sources: the volumes it is made from, by their place in the drawing.
    tokens: whether it is a row of token numbers.
    """

    label: str
    sizes: tuple[int, ...]
    kind: str
    count: int = 1
    around: bool = False
    sources: tuple[int, ...] = ()
    tokens: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A block of the network with the volumes inside; the first is what it takes."""

    label: Inlines
    volumes: tuple[Volume, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Volumes:
    """The network's volumes with the ways between them, and its blocks opened, one of a sort.

    All sides are on one logarithmic scale: each doubling adds the same length.
    """

    volumes: tuple[Volume, ...]
    opened: tuple[Opened, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A window sliding along one axis with this layer's numbers; the unread end is marked."""

    axis: Literal["H", "W"]
    size: int
    padding_before: int
    padding_after: int
    kernel: int
    stride: int
    dilation: int
    places: int
    unread: int


@dataclass(frozen=True, slots=True, eq=False)
class Kernel:
    """One kernel through the depth of a volume, and the value that it makes.

    channels: of the input; kernel: its height, its width, and how many channels it reads.
    kernels: how many there are, each of which makes a channel. given, made: both shapes.
    weights: what is said of those of one kernel.
    """

    channels: int
    kernel: tuple[int, int, int]
    kernels: int
    given: Inlines
    made: Inlines
    weights: Inlines


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """A piece of an image with numbers, a window on it, and the value that the window makes.

    taps: the rows and the columns that the window reads; stride: how far its next place is.
    does: what it does with the numbers; chosen: the row and the column of the one that it takes.
    """

    numbers: tuple[tuple[int, ...], ...]
    taps: tuple[tuple[int, ...], ...]
    stride: tuple[int, int]
    value: str
    does: Inlines
    chosen: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of a whole, in bytes, and what it is for."""

    label: Inlines
    size: int
    use: Use


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """A whole divided into its parts, as one bar."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """A whole among others: its label, and its parts in bytes."""

    label: Inlines
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Stacks:
    """Wholes divided into the same parts, a bar each, all on one scale. parts: their labels."""

    parts: tuple[Inlines, ...]
    stacks: tuple[Stack, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Phase:
    """A stretch of a timeline: its label, and how many of the moments it has."""

    label: Inlines
    moments: int


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """What is alive for one use, in bytes, at every moment of a timeline."""

    use: Use
    label: Inlines
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """What is alive moment by moment, in bytes, its bands stacked from the first one up.

    phases: what the moments belong to, in their order.
    peak: the index of the highest moment, which is marked; label: what is said at it.
    across: a size to compare with, a line over all moments; across_label: what it is.
    """

    bands: tuple[Band, ...]
    phases: tuple[Phase, ...]
    peak: int
    label: Inlines
    across: int
    across_label: Inlines


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One curve: its label, and a size in bytes at every factor; the first is not 0."""

    label: Inlines
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """Sizes that grow from one common point, over factors from 1 on; unit: the size at 1."""

    factors: tuple[int, ...]
    curves: tuple[Curve, ...]
    unit: Inlines


@dataclass(frozen=True, slots=True, eq=False)
class Crossing:
    """A level size in bytes, and one that rises from 0 with a whole number, and crosses it.

    slope: what each adds; first: the first number at which the rising size is the larger one.
    across: what the number counts.
    """

    level: int
    slope: int
    first: int
    level_label: Inlines
    slope_label: Inlines
    across: Inlines


Drawing: TypeAlias = (
    BarChart
    | Crossing
    | Curves
    | Kernel
    | Mirror
    | Parts
    | Patch
    | Stacks
    | Timeline
    | Volumes
    | Window
)


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
