"""The sums of the table with their addends, and the units of bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from explainer.derivation.derive import Step
from explainer.maths.tree import Exact, Number, Product, Sum, Tree
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.steps import Seen, brief_line, slip_blocks
from explainer.page.wording import joined
from explainer.report.rows import TableRow, rows_of
from explainer.report.totals import units_blocks
from explainer.results.results import Results

# So many addends are added up at a glance.
FEW_ADDENDS = 2
# The sums that the table has a column for, and the letter of their addends.
SUMMED = {"weights": "W", "biases": "B", "activations": "A"}


def sums(work: Results, seen: Seen) -> list[n.Block]:
    """The sums of the table with their addends, kind by kind.

    Nothing where each adds up two numbers at most, which the table shows.
    """
    if work.bare or not any(_adds_up(name, work) for name in SUMMED):
        return []
    told: list[n.Block] = []
    for step in work.sums:
        if step.name in SUMMED:
            told += [n.Heading(4, say(f"goal.{step.name}")), *_sum(step, work, seen)]
    return [n.Heading(2, say("part.totals"), "totals"), n.Paragraph(_what_is_added(told)), *told]


def _what_is_added(told: Iterable[n.Block]) -> n.Inlines:
    """What the addends are, and what the letters stand for that occur among these lines."""
    lines = [line for block in told if isinstance(block, n.Brief) for line in block.lines]
    products = any(map(_has_product, lines))
    intro = say("worked.sums_intro_products" if products else "worked.sums_intro")
    letters = [
        say(f"totals.letter_{quantity}")
        for quantity, letter in SUMMED.items()
        if any(line.symbol.startswith(f"{letter}_") for line in lines)
    ]
    if not letters:
        return intro
    return joined([intro, say("worked.sums_letters", letters=joined(letters))], " ")


def _has_product(line: n.BriefLine) -> bool:
    """Whether an addend stands for equal rows."""
    first = line.lines[0]
    return isinstance(first, Product) or (
        isinstance(first, Sum) and any(isinstance(term, Product) for term in first.terms)
    )


def _adds_up(quantity: str, work: Results) -> bool:
    """Whether a sum has addends enough to be lost among them."""
    return sum(bool(row.count(quantity)) for row in rows_of(work.case)) > FEW_ADDENDS


def units(work: Results, seen: Seen) -> list[n.Block]:
    """Bytes, and their two units."""
    defined = n.Paragraph(say("given.units"))
    return [n.Heading(2, say("worked.units"), "units"), defined, *units_blocks(work, seen)]


def _sum(step: Step, work: Results, seen: Seen) -> list[n.Block]:
    """The addends of each kind, then the sum over the kinds; of blocks the rows as they stand."""
    b, rows = work.plan.bytes_per_value, rows_of(work.case)
    lines = list(_addends(rows, step.name))
    if step.name not in {line.symbol for line in lines}:
        lines.append(brief_line(step, b))
    return [n.Brief(tuple(lines)), *slip_blocks(step, seen, every=True)]


def _addends(rows: Sequence[TableRow], quantity: str) -> Iterable[n.BriefLine]:
    """A line for each kind of more than one row; one line for all rows where some are blocks."""
    by_name: dict[str, list[TableRow]] = {}
    blocks = any(row.first.layer is None for row in rows)
    for row in rows:
        if row.count(quantity):
            name = quantity if blocks else f"{SUMMED[quantity]}_{row.first.nodes[0].kind}"
            by_name.setdefault(name, []).append(row)
    for name, addends in by_name.items():
        terms = tuple(_addend(row, quantity) for row in addends)
        if len(terms) > 1 or isinstance(terms[0], Product):
            whole = sum(row.count(quantity) for row in addends)
            tree = Sum(terms) if len(terms) > 1 else terms[0]
            yield n.BriefLine(name, (tree, Number(whole)), say("unit.values"))


def _addend(row: TableRow, quantity: str) -> Tree:
    one: Exact = row.first.count(quantity)
    return Number(one) if row.times == 1 else Product((Number(row.times), Number(one)))
