"""A page as Markdown that reads well on GitHub: `$$…$$`, `> [!WARNING]`, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from explainer.maths.tree import Symbol, Tree
from explainer.page import nodes as n
from explainer.render.maths.latex import equation, latex, lines
from explainer.render.maths.numerals import in_words

# Characters that could start markup anywhere, as references: they are text by definition.
REFERENCES = {c: f"&#{ord(c)};" for c in "<>&$|`{}\\*[]~@"}
FULL_BAR = 12
# A ruled line to write on.
BLANK = "\\_" * 40
TERMS_A_LINE = 5


def to_markdown(page: n.Page) -> str:
    """The page as Markdown text with a line end."""
    return "\n\n".join(filter(None, map(block, page.blocks))) + "\n"


def block(part: n.Block) -> str:
    """One block, without blank lines around it."""
    match part:
        case n.Heading(level, parts, anchor):
            return _heading(level, parts, anchor)
        case n.Paragraph(parts, role, anchor):
            return _anchor(anchor) + _paragraph(inline(parts), role)
        case n.Listing(items):
            return "\n".join(f"- {inline(item)}" for item in items)
        case n.Facts(items):
            return "\n".join(f"- **{inline(f.value)}** {inline(f.label)}" for f in items)
        case n.Table():
            return _table(part)
        case n.Step():
            return _step(part)
        case n.Abreast(cells):
            return "\n\n".join(block(inner) for cell in cells for inner in cell)
        case n.Brief(rows):
            return "\n".join(f"- {_maths(_one_line(row))} {inline(row.unit)}" for row in rows)
        case n.Slip():
            return _slip(part)
        case n.Slips(items):
            return "\n>\n".join(["> [!WARNING]", *map(_slip_in_a_box, items)])
        case n.Claim():
            return _claim(part)
        case n.Figure(_, caption):
            return f"*{inline(caption)}.* {inline(part.told)}"
        case n.Space(count, label):
            blanks = [BLANK] * (count - 1)
            return "\n\n".join([*blanks, f"{inline(label)} {BLANK}".strip()])
        case _:
            assert_never(part)


def inline(parts: n.Inlines) -> str:
    """Inline parts behind each other."""
    return "".join(map(_inline, parts))


def _inline(part: n.Inline) -> str:
    match part:
        case n.Words(text):
            return text.replace("<", "&lt;")
        case n.Strong(parts):
            return f"**{inline(parts)}**"
        case n.Struck(parts):
            return f"~~{inline(parts)}~~"
        case n.Code(text):
            return f"`{text}`"
        case n.User(text):
            return escaped(text)
        case n.Var(name):
            return _maths(latex(Symbol(name)))
        case n.Num(value):
            return in_words(value)
        case n.Maths(tree):
            return _maths(latex(tree))
        case n.Link(parts, target):
            return f"[{inline(parts)}]({_target(target)})"
        case _:
            assert_never(part)


def _target(address: str) -> str:
    """An address behind its words; round brackets in it end nothing there."""
    return f"<{address}>" if {"(", ")"} & {*address} else address


def escaped(text: str) -> str:
    """Text of the user's that Markdown, its tables, formulas and GitHub show literally."""
    flat = " ".join(text.split())
    safe = "".join(REFERENCES.get(c, c) for c in flat)
    safe = re.sub(r"(?<![^\W_])_+|_+(?![^\W_])", lambda m: "&#95;" * len(m[0]), safe)
    safe = re.sub(
        r"^([#+\-=>]|\d+[.)](?=\s))", lambda m: "".join(f"&#{ord(c)};" for c in m[0]), safe
    )
    return (
        safe.replace("://", "&#58;//").replace("www.", "www&#46;").replace("!&#91;", "&#33;&#91;")
    )


def _maths(source: str) -> str:
    return f"${source}$"


def _heading(level: int, parts: n.Inlines, anchor: str) -> str:
    if level == 4:
        return f"**{inline(parts)}**"
    mark = _anchor(anchor) if level > 1 else ""
    return f"{mark}{'#' * level} {inline(parts)}"


def _anchor(anchor: str) -> str:
    return f'<a id="{anchor}"></a>\n\n' if anchor else ""


def _paragraph(text: str, role: str) -> str:
    if role == "mistake":
        return f"> {text}"
    if role == "warning":
        return f"> [!WARNING]\n> {text}"
    return f"*{text}*" if role == "lead" else text


def _one_line(line: n.BriefLine) -> str:
    return equation((Symbol(line.symbol), *line.lines))


def _step(step: n.Step) -> str:
    law = (
        f"{inline(step.law_note)}\n\n{_block(step.symbol, (step.law,))}\n\n"
        if step.law is not None
        else ""
    )
    note = f"\n\n{inline(step.note)}" if step.note else ""
    return f"{inline(step.why)}\n\n{law}{_block(step.symbol, step.lines, inline(step.unit))}{note}"


def _block(symbol: str, rows: Sequence[Tree], unit: str = "") -> str:
    return f"$$\n{lines(symbol, rows, unit=unit, break_after=TERMS_A_LINE)}\n$$"


def _slip(slip: n.Slip) -> str:
    return f"> [!WARNING]\n{_slip_in_a_box(slip)}"


def _slip_in_a_box(slip: n.Slip) -> str:
    lines = [
        f"**{inline(slip.title)}.** {inline(slip.why)}",
        _maths(equation((Symbol(slip.symbol), *slip.lines))),
        inline(slip.verdict),
    ]
    return "\n>\n".join(f"> {line}" for line in lines if line)


def _claim(claim: n.Claim) -> str:
    items = [*claim.causes, *([claim.note] if claim.note else [])]
    told = "".join(f"\n> - {inline(item)}" for item in items)
    judged = f"{inline(claim.exact)} {inline(claim.verdict_parts)}".strip()
    return f"> [!NOTE]\n> {inline(claim.printed)}\n>\n> {judged}\n>{told}"


def _table(table: n.Table) -> str:
    kinds = {"number": "--:", "product": "--:"}
    head = "| " + " | ".join(inline(c.title) or " " for c in table.columns) + " |"
    rule = "| " + " | ".join(kinds.get(c.role, ":--") for c in table.columns) + " |"
    count = len(table.columns)
    rows = [_row(row, False, count) for row in table.rows]
    rows += [_row(row, True, count) for row in table.footer]
    return "\n".join([f"*{inline(table.caption)}.*\n", head, rule, *rows])


def _row(row: n.Row, strong: bool, columns: int) -> str:
    if row.heads:
        only = row.cells[0]
        words = "" if isinstance(only, n.Bar) else inline(only)
        return f"| **{words}** |" + " |" * (columns - 1)
    cells = []
    for cell in row.cells:
        text = _bar(cell) if isinstance(cell, n.Bar) else inline(cell)
        cells.append(f"**{text}**" if strong and text else text or " ")
    return "| " + " | ".join(cells) + " |"


def _bar(bar: n.Bar) -> str:
    """A column of bars: blocks for activations, squares for parameters."""
    length = int(bar.share * FULL_BAR + Fraction(1, 2))
    mark = "█" if bar.series == "activations" else "■"
    return mark * length or ("▏" if bar.share else "")
