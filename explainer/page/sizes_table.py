"""A table of parts in bytes and both units, with their sum."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.wording import binary_text, decimal_text


def sizes_table(sizes: Sequence[tuple[n.Inlines, int | None]], caption: n.Inlines) -> n.Table:
    """Parts with their bytes and both units, None where these aren't given; last their sum."""
    columns = (
        n.Column(say("training.part")),
        n.Column(say("training.bytes"), "number"),
        n.Column(say("training.decimal"), "number"),
        n.Column(say("training.binary"), "number"),
    )
    rows = [_row(label, size) for label, size in sizes]
    return n.Table(caption, columns, tuple(rows[:-1]), (rows[-1],))


def _row(label: n.Inlines, size: int | None) -> n.Row:
    if size is None:
        return n.Row((label, say("training.not_given"), (), ()))
    return n.Row((label, (n.Num(size),), decimal_text(size), binary_text(size)), quiet=not size)
