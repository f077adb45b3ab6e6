"""About how high a block is where it has half the measure of a printed page, in lines of text."""

from __future__ import annotations

from explainer.page import nodes as n

LETTERS = 56  # of a line
PICTURE = 8.0  # without its caption
LAW = 2.8  # a general law with its word
# What a block has above and below itself.
APART = 0.6


def lines_high(block: n.Block) -> float:
    """Its lines, with the space around them; blocks that never stand in a cell count as one."""
    match block:
        case n.Figure():
            return PICTURE + _lines((*block.caption, *block.sentence))
        case n.Paragraph(parts):
            return _lines(parts) + APART
        case n.Step():
            law = LAW if block.law is not None else 0
            note = _lines(block.note) if block.note else 0
            return _lines(block.why) + law + len(block.lines) + note + APART
        case n.Slips(items):
            return sum(_lines((*slip.title, *slip.why)) + 1.2 for slip in items) + APART
    return 1


def _lines(parts: n.Inlines) -> int:
    return -(-sum(map(_letters, parts)) // LETTERS)


def _letters(part: n.Inline) -> int:
    match part:
        case n.Words(text) | n.Code(text) | n.User(text):
            return len(text)
        case n.Strong(parts) | n.Struck(parts) | n.Link(parts):
            return sum(map(_letters, parts))
        case n.Num(value):
            return len(str(value))
    return LETTERS // 8
