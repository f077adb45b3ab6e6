"""A page as plain text for a terminal: aligned, and at most as wide as that.

Columns that have no room are left out in an order that loses no number: bars first, then what
a number is the product of. Where even the numbers have no room, each row is written as a card.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, assert_never

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from explainer.language import sentence
from explainer.maths.tree import Tree
from explainer.page import nodes as n
from explainer.render.literal import literal
from explainer.render.maths.numerals import in_words
from explainer.render.maths.pen import write_lines
from explainer.render.maths.plain import PEN, written

if TYPE_CHECKING:
    from rich.console import ConsoleOptions

# Sentences are no wider than this, however wide the terminal is.
PROSE = 88
INDENT = 2
GAP = 2
# Between the columns of a table: what is pleasant, and what will do.
GAPS = (2, 1)
# So wide a cell of words is at least, where it has as many; more of them go on in another line.
LEAST = {"text": 12, "prose": 24}
# A label stands beside its number where it has at least this room.
LABEL = 24
STYLES = {"warning": "yellow", "mistake": "red", "note": "dim", "lead": "italic"}
# Stands before a wrong result: not every terminal can strike it through.
WRONG = "✗"
RULED = "_" * 40
TERMS_A_LINE = 5


def to_text(page: n.Page, columns: int = 80, *, colours: bool = False) -> str:
    """The page as text with a line end.

    columns: the width in characters that no line exceeds. colours: whether to use those of a
    terminal, and bold.
    """
    console = Console(
        file=io.StringIO(), width=columns, force_terminal=colours, no_color=not colours,
        color_system="standard" if colours else None, highlight=False, markup=False, emoji=False,
        legacy_windows=False,
    )  # fmt: skip
    with console.capture() as taken:
        for number, block in enumerate(page.blocks):
            if number and not _belongs(page.blocks[number - 1]):
                console.print()
            console.print(_block(block, console.options))
        if page.more:
            console.print("", _prose(_text(page.more, "dim"), console.options), sep="\n")
    lines = (line.rstrip() for line in taken.get().splitlines())
    return "\n".join(lines).strip("\n") + "\n"


def _belongs(block: n.Block) -> bool:
    """Whether what comes next stands right under a block: under its goal's label."""
    return isinstance(block, n.Heading) and block.level == 4


def _block(part: n.Block, room: ConsoleOptions) -> RenderableType:
    match part:
        case n.Heading(level, parts):
            return _heading(level, parts, room)
        case n.Paragraph(parts, role):
            return _prose(_text(parts, STYLES.get(role, "")), room)
        case n.Listing(items):
            return _listed(map(_text, items), room)
        case n.Facts(items):
            return _facts(items, room)
        case n.Table():
            return _table(part, room)
        case n.Step():
            return _step(part, room)
        case n.Abreast(cells):
            return Group(*(_block(inner, room) for cell in cells for inner in cell))
        case n.Brief(rows):
            return Group(*(_worked(r.symbol, r.lines, room, r.unit) for r in rows))
        case n.Slip():
            return _slip(part, room)
        case n.Slips(items):
            return Group(*(_slip(slip, room) for slip in items))
        case n.Claim():
            return _claim(part, room)
        case n.Figure():
            told = Text.assemble((_plain(part.caption), "bold"), ". ", _text(part.told))
            return _prose(told, room)
        case n.Space(count, label):
            return Group(*[RULED] * (count - 1), _text((*label, n.Words(f" {RULED}"))))
        case _:
            assert_never(part)


def _text(parts: n.Inlines, style: str = "") -> Text:
    """Inline parts behind each other."""
    made = Text(style=style, overflow="fold")
    for part in parts:
        made.append_text(_inline(part))
    return made


def _inline(part: n.Inline) -> Text:
    match part:
        case n.Words(text):
            return Text(text)
        case n.Strong(parts):
            return _text(parts, "bold")
        case n.Struck(parts):
            return Text.assemble(WRONG, _text(parts), style="red strike")
        case n.Code(text):
            return Text(literal(text), "cyan")
        case n.User(text):
            return Text(literal(text))
        case n.Var(name):
            return Text(name, "italic")
        case n.Num(value):
            return Text(in_words(value))
        case n.Maths(tree):
            return Text(written(tree))
        case n.Link(parts, target):
            return _link(_text(parts), target)
        case _:
            assert_never(part)


def _link(words: Text, target: str) -> Text:
    """Its words, and the address behind them where that is one of the web."""
    if target.startswith("#") or words.plain == target:
        return words
    return Text.assemble(words, f" ({target})")


def _plain(parts: n.Inlines) -> str:
    return _text(parts).plain


def _prose(text: RenderableType, room: ConsoleOptions, indent: int = 0) -> RenderableType:
    """A paragraph, set back by so many columns, and no wider than is good to read."""
    right = max(room.max_width - PROSE, 0)
    return Padding(text, (0, right, 0, indent))


def _heading(level: int, parts: n.Inlines, room: ConsoleOptions) -> RenderableType:
    text = _text(parts, "bold")
    if level > 2:
        return text
    rule = Text(("═" if level == 1 else "─") * min(text.cell_len, room.max_width), "dim")
    return Group(text, rule)


def _listed(items: Iterable[Text], room: ConsoleOptions, indent: int = 0) -> RenderableType:
    """Items with bullets, their further lines set back."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=1)
    grid.add_column(overflow="fold")
    for item in items:
        grid.add_row("•", item)
    return Padding(grid, (0, max(room.max_width - PROSE, 0), 0, indent))


def _facts(items: Sequence[n.Fact], room: ConsoleOptions) -> RenderableType:
    """The numbers under each other, and what each of them is."""
    grid = Table.grid(padding=(0, GAP, 0, 0))
    grid.add_column(justify="right", no_wrap=True, style="bold")
    grid.add_column(overflow="fold")
    for fact in items:
        grid.add_row(_text(fact.value), _text(fact.label))
    widest = max(_text(fact.value).cell_len for fact in items)
    if widest + GAP + LABEL <= room.max_width:
        return _prose(grid, room)
    return Group(*(_text((n.Strong(f.value), n.Words(" "), *f.label)) for f in items))


# ---- tables ---------------------------------------------------------------------------


def _table(table: n.Table, room: ConsoleOptions) -> RenderableType:
    """As many columns as have room, or a card for each row."""
    caption = _prose(Text.assemble(_text(table.caption, "italic"), "."), room)
    for places in _choices(table):
        kept = [_column(table, place, places) for place in places]
        for gap in GAPS:
            if _together((column.least for column in kept), gap) <= room.max_width:
                return Group(
                    caption, _grid(table, kept, gap, room), *_left_out(table, places, room)
                )
    return Group(caption, *_cards(table, room))


def _choices(table: n.Table) -> Iterator[list[int]]:
    """Which columns may be shown, by their places: all, then ever fewer.

    Bars go first, then what can be spared.
    """
    left = list(range(len(table.columns)))
    yield left
    left = [place for place in left if table.columns[place].role != "bar"]
    yield left
    for place in sorted(left, key=lambda place: -table.columns[place].spare):
        if table.columns[place].spare:
            left = [other for other in left if other != place]
            yield left


def _left_out(
    table: n.Table, places: Sequence[int], room: ConsoleOptions
) -> Iterator[RenderableType]:
    """Which columns there was no room for; bars are only a picture of their numbers."""
    titles = [
        _plain(column.title)
        for place, column in enumerate(table.columns)
        if place not in places and column.role not in ("bar", "product")
    ]
    if titles:
        told = sentence("closing.left_out", columns=", ".join(titles))
        yield _prose(Text(told, "dim"), room)


@dataclass(frozen=True)
class _Column:
    """A column that may be shown: its place, its widest cell, and its longest unbroken word."""

    place: int
    title: Text
    right: bool
    most: int
    least: int


def _column(table: n.Table, place: int, places: Sequence[int]) -> _Column:
    """The column at a place, beside the others that are shown; a product has no title."""
    column = table.columns[place]
    title = _text(column.title)
    rows = [row for row in (*table.rows, *table.footer) if not row.heads]
    cells = [_cell(row.cells[place], column.role) for row in rows]
    widest = max(cell.cell_len for cell in cells)
    breaks = column.role in ("text", "prose")
    words = [title, *cells] if breaks else [title]
    longest = max((cell_len(word) for text in words for word in text.plain.split()), default=0)
    least = max(longest, min(widest, LEAST[column.role]) if breaks else widest)
    right = column.role in ("number", "product")
    return _Column(place, title, right, max(widest, title.cell_len), least)


def _together(widths: Iterable[int], gap: int) -> int:
    """How wide columns are with the gaps between them."""
    all_ = list(widths)
    return sum(all_) + gap * (len(all_) - 1)


def _grid(
    table: n.Table, kept: Sequence[_Column], gap: int, room: ConsoleOptions
) -> RenderableType:
    """The rows under their titles, cut where a row says what those below it have in common."""
    left = room.max_width - _together((column.least for column in kept), gap)
    widths = []
    for column in kept:
        more = min(left, column.most - column.least)
        left -= more
        widths.append(column.least + more)
    parts: list[RenderableType] = []
    made = _columns(kept, widths, gap, titled=True)
    for row in table.rows:
        if row.heads:
            parts += [made, _text((n.Strong(_words(row.cells[0])),))]
            made = _columns(kept, widths, gap, titled=False)
        else:
            made.add_row(*_cells(table, row, kept), style="dim" if row.quiet else "")
    if table.footer:
        rules = (Text("─" * (column.least if column.right else 0)) for column in kept)
        made.add_row(*rules, style="dim")
    for row in table.footer:
        made.add_row(*_cells(table, row, kept), style="bold")
    return Group(*parts, made)


def _columns(kept: Sequence[_Column], widths: Sequence[int], gap: int, *, titled: bool) -> Table:
    """A table without rows yet."""
    made = Table(
        box=None, padding=(0, gap, 0, 0), pad_edge=False, header_style="bold", show_header=titled
    )
    for column, width in zip(kept, widths, strict=True):
        justify: Literal["left", "right"] = "right" if column.right else "left"
        made.add_column(column.title, justify=justify, width=width, overflow="fold", vertical="top")
    return made


def _cells(table: n.Table, row: n.Row, kept: Sequence[_Column]) -> list[Text]:
    return [_cell(row.cells[each.place], table.columns[each.place].role) for each in kept]


def _cell(cell: n.Cell, role: str) -> Text:
    if isinstance(cell, n.Bar):
        return Text(("█" if cell.series == "activations" else "■") * round(cell.share * 12))
    made = _text(cell)
    return Text(made.plain.replace(" × ", "·")) if role == "product" else made


def _cards(table: n.Table, room: ConsoleOptions) -> Iterator[RenderableType]:
    """Each row by itself: its first cell, and the others with their columns' titles."""
    for row in (*table.rows, *table.footer):
        if row.heads:
            yield _text((n.Strong(_words(row.cells[0])),))
            continue
        yield _text((n.Strong(_words(row.cells[0])),))
        yield _prose(Text(" · ".join(_told(table, row))), room, INDENT)


def _told(table: n.Table, row: n.Row) -> Iterator[str]:
    """Each cell behind its column's title, but for a product: that stands before its value."""
    before = ""
    for column, cell in zip(table.columns[1:], row.cells[1:], strict=True):
        words = "" if isinstance(cell, n.Bar) else _cell(cell, column.role).plain
        if column.role == "product":
            before = f"{_plain(column.title)} {words}".strip()
        elif words:
            yield f"{before} {_plain(column.title)} {words}".strip()
            before = ""


def _words(cell: n.Cell) -> n.Inlines:
    return () if isinstance(cell, n.Bar) else cell


# ---- formulas -------------------------------------------------------------------------


def _step(step: n.Step, room: ConsoleOptions) -> RenderableType:
    told: list[RenderableType] = [_prose(_text(step.why), room)]
    if step.law is not None:
        told.append(_prose(_text(step.law_note), room))
        told.append(_worked(step.symbol, (step.law,), room))
    told.append(_worked(step.symbol, step.lines, room, step.unit))
    if step.note:
        told.append(_prose(_text(step.note), room))
    return Group(*told)


def _worked(
    symbol: str, rows: Sequence[Tree], room: ConsoleOptions, unit: n.Inlines = (), style: str = ""
) -> RenderableType:
    """A name, and under each other what it equals; the last with its unit."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True, style="italic")
    grid.add_column(width=1)
    grid.add_column(overflow="fold", style=style)
    for number, row in enumerate(rows):
        pieces = [line.text for line in write_lines([row], PEN, break_after=TERMS_A_LINE)]
        behind = f" {_plain(unit)}" if unit and row is rows[-1] else ""
        grid.add_row("" if number else symbol, "=", "\n".join(pieces) + behind)
    return Padding(grid, (0, 0, 0, INDENT))


def _slip(slip: n.Slip, room: ConsoleOptions) -> RenderableType:
    style = "" if slip.hides else "red"
    told = Text.assemble(_text(slip.title, f"bold {style}".strip()), ". ", _text(slip.why))
    return Group(
        _prose(told, room),
        _worked(slip.symbol, slip.lines, room, style=style),
        _prose(_text(slip.verdict), room),
    )


def _claim(claim: n.Claim, room: ConsoleOptions) -> RenderableType:
    judged = _text((*claim.exact, n.Words(" "), *claim.verdict_parts))
    items = [_text(cause) for cause in (*claim.causes, claim.note) if cause]
    told = [_prose(_text(claim.printed), room), _prose(judged, room)]
    return Group(*told, _listed(items, room, INDENT)) if items else Group(*told)
