r"""Blocks as HTML for learning platforms: formulas as `\(…\)`, which they render, and tables.

There is no style sheet, and a page is as wide as a phone: a line of working is a paragraph of
short formulas, between which it may break, and what is too wide for all that scrolls in its
own box. The text of a user's file can start neither markup nor a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never

from markupsafe import Markup

from explainer.maths import Tree
from explainer.maths.tree import Symbol
from explainer.page import nodes as n
from explainer.render.literal import literal, plain
from explainer.render.maths.latex import PEN, latex
from explainer.render.maths.numerals import in_words
from explainer.render.maths.pen import write_lines

BOX = Markup('<div style="overflow-x: auto; max-width: 100%; padding: 0.2em 0">{}</div>')
CELLS = {
    "text": "", "name": "", "prose": "", "bar": "",
    "number": "text-align: right", "product": "text-align: right",
}  # fmt: skip
# Nothing is seen between these signs, but no formula begins with them any more.
APART = "\N{ZERO WIDTH SPACE}"


def to_platform_html(blocks: Iterable[n.Block]) -> str:
    """The blocks below each other."""
    return "\n".join(map(_block, blocks))


def inert(text: str) -> str:
    r"""The text with the signs that open a formula, `\(`, `\[` and `$$`, taken apart."""
    for sign in "([":
        text = text.replace(f"\\{sign}", f"\\{APART}{sign}")
    return text.replace("$$", f"${APART}$").replace("$$", f"${APART}$")


def _block(part: n.Block) -> Markup:
    match part:
        case n.Heading(_, parts):
            return _paragraph(_strong(parts))
        case n.Paragraph(parts):
            return _paragraph(_inline(parts))
        case n.Listing(items):
            return _listing(_inline(item) for item in items)
        case n.Facts(items):
            return _listing(_spaced(_strong(f.value), _inline(f.label)) for f in items)
        case n.Table():
            return _table(part)
        case n.Step():
            return _step(part)
        case n.Abreast(cells):
            return Markup("").join(_block(inner) for cell in cells for inner in cell)
        case n.Brief(rows):
            return _listing(_worked(row.symbol, row.lines, row.unit) for row in rows)
        case n.Slip(_, title, symbol, lines, verdict, why):
            told = _paragraph(_spaced(_strong(title), _inline(why)))
            judged = _paragraph(_inline(verdict)) if verdict else Markup("")
            return told + BOX.format(_worked(symbol, lines)) + judged
        case n.Slips(slips):
            return Markup("").join(map(_block, slips))
        case n.Claim(printed, exact, _, verdict, causes, note):
            told = _paragraph(_spaced(*map(_inline, (printed, exact, verdict))))
            return told + _listing(_inline(item) for item in (*causes, note) if item)
        case n.Figure(_, caption):
            return _paragraph(_spaced(_strong(caption), _inline(part.told)))
        case n.Space(_, label):
            return _paragraph(_inline(label))
        case _:
            assert_never(part)


def _inline(parts: n.Inlines) -> Markup:
    return Markup("").join(map(_part, parts))


def _part(part: n.Inline) -> Markup:
    match part:
        case n.Words(text):
            return Markup.escape(text)
        case n.Strong(parts):
            return _strong(parts)
        case n.Struck(parts):
            return Markup("<s>{}</s>").format(_inline(parts))
        case n.Code(text):
            return Markup("<code>{}</code>").format(inert(literal(text)))
        case n.User(text):
            return Markup.escape(inert(literal(text)))
        case n.Var(name):
            return _formula(latex(Symbol(name)))
        case n.Num(value):
            return Markup.escape(in_words(value))
        case n.Maths(tree):
            return _formula(latex(tree))
        case n.Link(parts):
            return _inline(parts)
        case _:
            assert_never(part)


def _formula(source: str) -> Markup:
    return Markup(r"\({}\)").format(source)


def _step(step: n.Step) -> Markup:
    law = Markup("")
    if step.law is not None:
        law = _paragraph(_inline(step.law_note)) + _lines(step.symbol, (step.law,))
    worked = _lines(step.symbol, step.lines, step.unit)
    note = _paragraph(_inline(step.note)) if step.note else ""
    return _paragraph(_inline(step.why)) + law + worked + note


def _lines(symbol: str, rows: Sequence[Tree], unit: n.Inlines = ()) -> Markup:
    """The name with the first row, then the others below each other, the last with its unit."""
    written = [_equals(row) for row in rows]
    written[0] = _spaced(_formula(latex(Symbol(symbol))), written[0])
    written[-1] = _spaced(written[-1], Markup.escape(plain(unit)))
    return Markup("").join(map(BOX.format, written))


def _worked(symbol: str, rows: Sequence[Tree], unit: n.Inlines = ()) -> Markup:
    """All on one line, as far as there is room."""
    name = _formula(latex(Symbol(symbol)))
    return _spaced(name, *map(_equals, rows), Markup.escape(plain(unit)))


def _equals(tree: Tree) -> Markup:
    """`= value`, each term of a sum a formula of its own."""
    first, *more = (line.text for line in write_lines([tree], PEN, break_after=1))
    return _spaced(_formula(rf"\displaystyle = {first}"), *map(_continued, more))


def _continued(source: str) -> Markup:
    return _formula(rf"\displaystyle {source}")


def _table(table: n.Table) -> Markup:
    head = _row("th", [c.title for c in table.columns], table.columns)
    foot = Markup("<tfoot>{}</tfoot>").format(_rows(table.footer, table)) if table.footer else ""
    return BOX.format(
        Markup(
            '<table class="table table-sm"><caption>{}</caption>\n'
            "<thead>{}</thead>\n<tbody>{}</tbody>{}</table>"
        ).format(_inline(table.caption), head, _rows(table.rows, table), foot)
    )


def _rows(rows: Iterable[n.Row], table: n.Table) -> Markup:
    return Markup("\n").join(
        _head(row, table) if row.heads else _row("td", row.cells, table.columns) for row in rows
    )


def _head(row: n.Row, table: n.Table) -> Markup:
    words = Markup("").join(_inline(cell) for cell in row.cells if not isinstance(cell, n.Bar))
    span = len(table.columns)
    return Markup('<tr><th colspan="{}">{}</th></tr>').format(span, words)


def _row(tag: str, cells: Sequence[n.Cell], columns: Sequence[n.Column]) -> Markup:
    made = [
        Markup('<{0} style="{1}">{2}</{0}>' if CELLS[column.role] else "<{0}>{2}</{0}>").format(
            tag, CELLS[column.role], "" if isinstance(cell, n.Bar) else _inline(cell)
        )
        for cell, column in zip(cells, columns, strict=True)
    ]
    return Markup("<tr>{}</tr>").format(Markup("").join(made))


def _paragraph(words: Markup) -> Markup:
    return Markup("<p>{}</p>").format(words)


def _listing(items: Iterable[Markup]) -> Markup:
    made = Markup("").join(Markup("<li>{}</li>").format(item) for item in items)
    return Markup("<ul>{}</ul>").format(made) if made else made


def _strong(parts: n.Inlines) -> Markup:
    return Markup("<strong>{}</strong>").format(_inline(parts))


def _spaced(*parts: Markup) -> Markup:
    return Markup(" ").join(part for part in parts if part)
