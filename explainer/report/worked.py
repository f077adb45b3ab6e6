"""The derivation to work through: the handout, then each different kind of step once, in full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from explainer.derivation.derive import Step
from explainer.maths.tree import Exact, Number, Product, Sum, Tree
from explainer.mistakes.engine.claims import claims_of
from explainer.mistakes.engine.verdict import Verdict
from explainer.page import nodes as n
from explainer.page.beside import beside
from explainer.page.letters import letters_line
from explainer.page.sentences import prose, say
from explainer.page.steps import Seen, brief_line, goal_of, lines_of, mistake_title, slip_blocks
from explainer.page.wording import binary_text, decimal_text, joined
from explainer.report.accumulation import accumulation_blocks
from explainer.report.boxes import abreast, boxed, short
from explainer.report.bridge import bridge_blocks
from explainer.report.checks import checks_blocks
from explainer.report.claim_words import named_ways
from explainer.report.claims import published_table
from explainer.report.factored import state_blocks
from explainer.report.framework import (
    peak_of_inference,
    rules_blocks,
    saved_blocks,
    words_of_peak,
)
from explainer.report.freezing import freezing_blocks
from explainer.report.growth_in_batch import kept_for_parameters
from explainer.report.handout import OPENING, PAGE_ONE, PAGE_TWO
from explainer.report.int8 import int8_blocks
from explainer.report.layer import Telling, heading_blocks, memory_steps
from explainer.report.length import Length
from explainer.report.memory_over_time import memory_over_inference, memory_over_time
from explainer.report.overview import overview
from explainer.report.rows import Group, TableRow, opened, rows_of
from explainer.report.table import table_of
from explainer.report.teaching import taught
from explainer.report.totals import (
    how_it_trains,
    inference_blocks,
    training_caption,
    units_blocks,
)
from explainer.report.training import without_framework
from explainer.results.results import Results

# The columns of a table of sizes up to the bytes.
BEFORE_UNITS = 3
# The sums that the table has a column for, and the letter of their addends.
SUMMED = {"weights": "W", "biases": "B", "activations": "A"}


def each_kind(work: Results, seen: Seen) -> list[n.Block]:
    """Each different kind of step once, in full, on the layer where it teaches most."""
    if work.bare:
        return []
    blocks: list[n.Block] = [
        n.Heading(2, say("worked.steps"), "derivation"),
        n.Paragraph(say("worked.steps_intro")),
    ]
    told: set[str] = set()
    for layer in taught(work.graph):
        steps = list(_fresh(memory_steps(layer), told))
        letters = letters_line(layer.node, steps, seen)
        blocks += heading_blocks(layer.node, work.graph, letters)
        blocks += Telling(layer, work.plan.bytes_per_value, seen, every=True).of_steps(steps)
    return blocks


def _fresh(steps: Iterable[Step], told: set[str]) -> Iterable[Step]:
    """The steps with something to say that was not told yet, and all sizes of an output.

    A size has its own numbers in each kind, though its law and its mistakes may be known.
    """
    for step in steps:
        if _is_new(step, told):
            yield step
        elif goal_of(step.name) == "output" and not step.is_fact:
            yield replace(step, slips=())


def _is_new(step: Step, told: set[str]) -> bool:
    """Whether its reason was not told yet, or a mistake shows in it that was not.

    told: the reasons of the steps before, and the names of the mistakes that showed there.
    """
    showing = {slip.mistake.name for slip in step.slips if not slip.hides}
    new = step.formula.why not in told or not showing <= told
    told |= showing | {step.formula.why}
    return new


def network(work: Results, seen: Seen) -> list[n.Block]:
    """The picture of the whole; nothing where there is none."""
    picture = None if work.bare else overview(work.graph)
    return [] if picture is None else [picture]


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
    """The sums of the table with their addends, kind by kind."""
    if work.bare:
        return []
    blocks: list[n.Block] = [
        n.Heading(2, say("part.totals"), "totals"),
        n.Paragraph(say("worked.sums_intro")),
    ]
    for step in work.sums:
        if step.name in SUMMED:
            blocks += [n.Heading(4, say(f"goal.{step.name}")), *_sum(step, work, seen)]
    return blocks


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


def training(work: Results, seen: Seen) -> list[n.Block]:
    """The textbook's parts as a table, what PyTorch keeps, and the bridge between the two."""
    blocks: list[n.Block] = [
        n.Heading(2, say("part.training"), "training"),
        n.Paragraph(how_it_trains(work)),
        *state_blocks(work, seen),
        _parts(work),
    ]
    for step in work.training:
        blocks += _with_what_they_are(slip_blocks(step, seen, every=True), work)
    if work.framework is None:
        return [*blocks, n.Paragraph(without_framework(work))]
    run, bridge = work.framework.step, work.framework.training_bridge
    parts = saved_blocks(run, work), bridge_blocks(bridge, say("bridge.of_training"))
    return [
        *blocks,
        n.Heading(3, say("part.framework"), "framework"),
        *rules_blocks(work),
        n.Paragraph(words_of_peak(run.peak, work)),
        n.Abreast(tuple(tuple(map(_narrow, _tables(part))) for part in parts)),
    ]


def _with_what_they_are(slips: Iterable[n.Block], work: Results) -> Iterable[n.Block]:
    """Wrong numbers that are right for something else: a reader has met them there."""
    book = work.textbook.training
    others: dict[object, str] = {
        book.activations + book.activation_gradients: "values",
        kept_for_parameters(work): "parameters",
    }
    for slip in slips:
        line = slip.lines[-1] if isinstance(slip, n.Slip) and not slip.hides else None
        if isinstance(slip, n.Slip) and isinstance(line, Number) and line.value in others:
            right = say("slip.right_for", what=say(f"slip.right_for_{others[line.value]}"))
            yield replace(slip, why=joined([slip.why, right], " "))
        else:
            yield slip


def _tables(blocks: Iterable[n.Block]) -> list[n.Block]:
    """The tables, or what is said in place of one."""
    found = list(blocks)
    return [block for block in found if isinstance(block, n.Table)] or found


def _narrow(block: n.Block) -> n.Block:
    """A table without the units behind its bytes."""
    if not isinstance(block, n.Table):
        return block
    rows, footer = (
        tuple(n.Row(row.cells[:BEFORE_UNITS], row.quiet) for row in some)
        for some in (block.rows, block.footer)
    )
    return n.Table(block.caption, block.columns[:BEFORE_UNITS], rows, footer)


def _parts(work: Results) -> n.Table:
    """Each part of training with its reason, its numbers, its bytes and both units."""
    columns = (
        n.Column(say("training.part"), "name"),
        n.Column(say("worked.why"), "prose", aside=True),
        n.Column(say("worked.numbers"), aside=True),
        n.Column(say("training.bytes"), "number"),
        n.Column(say("training.decimal"), "number", aside=True),
        n.Column(say("training.binary"), "number", aside=True),
    )
    *rows, total = (_part(step) for step in work.training)
    return n.Table(training_caption(work), columns, tuple(rows), (total,))


def _part(step: Step) -> n.Row:
    size = int(step.value)
    worked = lines_of(step, form=False)[0]
    label = say(f"training_goal.{step.name.removeprefix('bytes_of_')}")
    units = decimal_text(size), binary_text(size)
    return n.Row((label, prose(step.formula.why), (n.Maths(worked),), (n.Num(size),), *units))


def inference(work: Results, seen: Seen) -> list[n.Block]:
    """The textbook's set of tensors, and the most that PyTorch has alive."""
    title = n.Heading(2, say("part.inference"), "inference")
    told = short(inference_blocks)(work, seen)
    steps = tuple((block,) for block in told if isinstance(block, n.Step))
    others = [block for block in told if not isinstance(block, n.Step | n.Slip)]
    slips = [block for block in told if isinstance(block, n.Slip)]
    blocks: list[n.Block] = [title, *others, *([n.Abreast(steps)] if steps else []), *slips]
    if work.framework is None:
        return blocks
    return [*blocks, peak_of_inference(work.framework.prediction, work.graph)]


def over_time(work: Results, seen: Seen) -> list[n.Block]:
    """Memory over time in training and in inference, beside each other."""
    pictures = [*memory_over_time(work), *memory_over_inference(work)]
    if not pictures:
        return []
    return [n.Heading(2, say("worked.over_time"), "over-time"), *beside(pictures)]


def checks(work: Results, seen: Seen) -> list[n.Block]:
    """What was found in another way: a sentence where all agrees, else the table."""
    if work.measured is not None or any(one.first != one.second for one in work.checks):
        return checks_blocks(work, seen)
    told = say("worked.checks", count=len(work.checks))
    more = say("checks.how_to_verify") if work.framework is not None else ()
    title = n.Strong(say("worked.checks_line"))
    return [n.Paragraph(joined([(title,), told, *([more] if more else [])], " "))]


def published(work: Results, seen: Seen) -> list[n.Block]:
    """Published figures as one table."""
    table = published_table(work)
    if not table:
        return []
    return [n.Heading(2, say("part.claims"), "claims"), *table, *_hypotheses(work, seen)]


def _hypotheses(work: Results, seen: Seen) -> list[n.Block]:
    """What may have been done for a wrong figure, as far as no box has explained it."""
    named = {
        mistake.name: mistake
        for claim in claims_of(work.case)
        if claim.verdict is Verdict.EXPLAINED
        for way in named_ways(claim)
        for mistake in way.wrong
        if mistake.name not in seen.boxed
    }
    told = [
        say("worked.hypothesis", mistake=mistake_title(name), why=prose(mistake.why))
        for name, mistake in named.items()
    ]
    return [n.Listing(tuple(told))] if told else []


WORKED = Length(
    OPENING,
    (
        *PAGE_ONE,
        *PAGE_TWO,
        abreast(boxed(each_kind)),
        network,
        opened_blocks,
        boxed(sums, 2),
        boxed(units, 2),
        boxed(training, 2),
        over_time,
        boxed(inference),
        boxed(int8_blocks),
        freezing_blocks,
        accumulation_blocks,
    ),
    (published, checks),
)
