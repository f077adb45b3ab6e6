"""The derivation to work through: the handout, then each different kind of step once, in full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from explainer.derivation.derive import LayerWork, Step
from explainer.maths.tree import Exact, Number, Product, Sum, Tree
from explainer.network.graph import Node
from explainer.page import nodes as n
from explainer.page.sentences import prose, say
from explainer.page.steps import Seen, full, slip_blocks
from explainer.report.accumulation import accumulation_blocks
from explainer.report.boxes import boxed
from explainer.report.checks import checks_blocks
from explainer.report.claims import claims_blocks
from explainer.report.freezing import freezing_blocks
from explainer.report.handout import OPENING, PAGE_ONE, PAGE_TWO
from explainer.report.inference import inference_section
from explainer.report.int8 import int8_blocks
from explainer.report.layer import Telling, heading_blocks, memory_steps
from explainer.report.length import Length
from explainer.report.overview import overview
from explainer.report.rows import Group, TableRow, adds, opened, rows_of
from explainer.report.table import table_of
from explainer.report.teaching import taught
from explainer.report.totals import sizes_blocks
from explainer.report.training import accounts_of_training
from explainer.results.results import Results

# The sums that the table has a column for, and the letter of their addends.
SUMMED = {"weights": "W", "biases": "B", "activations": "A"}


def each_kind(work: Results, seen: Seen) -> list[n.Block]:
    """Each different kind of step once, in full, on the layer where it teaches most."""
    if work.bare:
        return []
    blocks: list[n.Block] = [
        n.Heading(2, say("worked.steps"), "derivation"),
        n.Paragraph(say("worked.steps_intro")),
        *([picture] if (picture := overview(work.graph)) else []),
    ]
    for layer in taught(work.graph):
        blocks += _layer(layer, work, seen)
    return [*blocks, *_quiet(work)]


def _layer(layer: LayerWork, work: Results, seen: Seen) -> list[n.Block]:
    told = Telling(layer, work.plan.bytes_per_value, seen, every=True)
    return [*heading_blocks(layer.node, work.graph), *told.of_steps(memory_steps(layer))]


def _quiet(work: Results) -> list[n.Block]:
    """The kinds that add nothing, a sentence each."""
    added = {node.kind for node in work.graph.nodes if adds(node)}
    quiet = {node.kind: node for node in work.graph.nodes if node.kind not in added}
    if not quiet:
        return []
    items = tuple(_in_a_sentence(node) for node in quiet.values())
    return [n.Heading(3, say("worked.quiet"), "quiet"), n.Listing(items)]


def _in_a_sentence(node: Node) -> n.Inlines:
    return say("worked.kind", kind=n.Code(node.kind), about=prose(node.layer.about))


def opened_blocks(work: Results, seen: Seen) -> list[n.Block]:
    """One block of each sort, row by row."""
    sorts: dict[tuple[str, ...], Group] = {}
    for row in rows_of(work.case):
        if row.first.layer is None:
            sorts.setdefault(row.first.kinds, row.first)
    if not sorts:
        return []
    told = [_opened(group, work) for group in sorts.values()]
    intro = n.Paragraph(say("worked.blocks_intro", count=len(sorts)))
    return [n.Heading(2, say("worked.blocks"), "blocks"), intro, *told]


def _opened(group: Group, work: Results) -> n.Table:
    caption = say("worked.block", name=n.User(group.name))
    return table_of(work.case, opened(group, work.case), caption)


def sums(work: Results, seen: Seen) -> list[n.Block]:
    """The sums of the table with their addends; then the two that matter in bytes and units."""
    if work.bare:
        return sizes_blocks(work, seen)
    blocks: list[n.Block] = [
        n.Heading(2, say("part.totals"), "totals"),
        n.Paragraph(say("worked.sums_intro")),
    ]
    for step in work.sums:
        if step.name in SUMMED:
            blocks += [n.Heading(4, say(f"goal.{step.name}")), *_sum(step, work, seen)]
    return [*blocks, *sizes_blocks(work, seen)]


def _sum(step: Step, work: Results, seen: Seen) -> list[n.Block]:
    """The addends of each kind, then the sum over the kinds; of blocks the rows as they stand."""
    b, rows = work.plan.bytes_per_value, rows_of(work.case)
    lines = list(_addends(rows, step.name))
    return [
        *([n.Brief(tuple(lines))] if lines else []),
        full(step, b, seen),
        *slip_blocks(step, seen, every=True),
    ]


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


WORKED = Length(
    OPENING,
    (
        *PAGE_ONE,
        *PAGE_TWO,
        boxed(each_kind),
        opened_blocks,
        boxed(sums),
        boxed(accounts_of_training),
        boxed(inference_section),
        boxed(int8_blocks),
        freezing_blocks,
        accumulation_blocks,
    ),
    (claims_blocks, checks_blocks),
)
