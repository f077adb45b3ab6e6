"""A table of parts in bytes and both units, with their sum."""

from __future__ import annotations

from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.wording import binary_text, decimal_text


def sizes_table(sizes: list[tuple[n.Inlines, int]], caption: n.Inlines) -> n.Table:
    """Parts with their bytes and both units; the last is their sum."""
    columns = (
        n.Column(say("training.part")),
        n.Column(say("training.bytes"), "number"),
        n.Column(say("training.decimal"), "number"),
        n.Column(say("training.binary"), "number"),
    )
    rows = [
        n.Row((label, (n.Num(size),), decimal_text(size), binary_text(size)), quiet=not size)
        for label, size in sizes
    ]
    return n.Table(caption, columns, tuple(rows[:-1]), (rows[-1],))
