"""The two accounts side by side: how they compare, and a table of their parts."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.wording import share_text


@dataclass(frozen=True, eq=False)
class Line:
    """A part in both accounts, in bytes; None where the textbook doesn't count it."""

    label: n.Inlines
    textbook: int | None
    framework: int

    @property
    def sizes(self) -> tuple[int, int]:
        """Both, with 0 for what isn't counted."""
        return self.textbook or 0, self.framework


def side_by_side(lines: list[Line], table: n.Inlines, *, bound: bool = False) -> list[n.Block]:
    """How the two totals compare, and the table.

    table: its caption; bound: whether PyTorch's total is a lower bound.
    """
    sums = sum(line.sizes[0] for line in lines), sum(line.sizes[1] for line in lines)
    return [
        n.Paragraph(_compared(*sums, bound=bound)),
        _table(lines, sums, table, say("missing.total_of_both" if bound else "training.total")),
    ]


def _compared(textbook: int, framework: int, *, bound: bool) -> n.Inlines:
    if framework == textbook:
        return say("missing.equal" if bound else "framework.equal")
    key = "less" if framework < textbook else "more"
    key = f"missing.{key}" if bound else f"framework.{key}"
    difference = abs(framework - textbook)
    return say(key, difference=difference, share=share_text(framework, textbook))


def _table(
    lines: list[Line], sums: tuple[int, int], caption: n.Inlines, label: n.Inlines
) -> n.Table:
    columns = (
        n.Column(say("training.part")),
        n.Column(say("framework.textbook"), "number"),
        n.Column(say("framework.framework"), "number"),
    )
    rows = tuple(n.Row(_cells(line), quiet=not any(line.sizes)) for line in lines)
    total = n.Row((label, *((n.Num(size),) for size in sums)))
    return n.Table(caption, columns, rows, (total,))


def _cells(line: Line) -> tuple[n.Inlines, ...]:
    missing = line.textbook is None
    book = say("framework.not_counted") if missing else (n.Num(line.textbook or 0),)
    return line.label, book, (n.Num(line.framework),)
