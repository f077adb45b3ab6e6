"""Training: the parts of the textbook, what PyTorch keeps, and the bridge between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from explainer.derivation.derive import Step
from explainer.maths.tree import Number
from explainer.page import nodes as n
from explainer.page.sentences import prose, say
from explainer.page.steps import Seen, lines_of, slip_blocks
from explainer.page.wording import both_units, joined
from explainer.report.bridge import bridge_blocks
from explainer.report.factored import state_blocks
from explainer.report.framework import is_bound, rules_blocks, saved_blocks, words_of_peak
from explainer.report.growth_in_batch import kept_for_parameters
from explainer.report.totals import how_it_trains, incomplete_blocks, training_caption
from explainer.report.training import without_framework
from explainer.results.results import Results

# The columns of a table of sizes up to the bytes.
BEFORE_UNITS = 3


def training(work: Results, seen: Seen) -> list[n.Block]:
    """The textbook's parts as a table, what PyTorch keeps, and the bridge between the two."""
    blocks: list[n.Block] = [
        n.Heading(2, say("part.training"), "training"),
        n.Paragraph(how_it_trains(work)),
        *state_blocks(work, seen),
        _parts(work),
        *incomplete_blocks(work, seen),
    ]
    for step in work.training:
        blocks += _with_what_they_are(slip_blocks(step, seen, every=True), work)
    if work.framework is None:
        return [*blocks, n.Paragraph(without_framework(work))]
    run, bridge = work.framework.step, work.framework.training_bridge
    bridged = bridge_blocks(bridge, say("bridge.of_training"), bound=is_bound(work))
    parts = saved_blocks(run, work), bridged
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
    if book.lacks:
        yield from slips
        return
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
        n.Column(say("worked.that_is"), "number", aside=True),
    )
    book = work.textbook.training
    if book.lacks:
        parts = map(_part, work.training)
        lacking = (part for part, size in book.known.items() if size is None and part != "total")
        told = (*parts, *map(_lacking, lacking))
        return n.Table(training_caption(work), columns, told, (_incomplete(book.in_part),))
    *rows, total = (_part(step) for step in work.training)
    return n.Table(training_caption(work), columns, tuple(rows), (total,))


def _lacking(part: str) -> n.Row:
    """A part that is made of what the totals don't give."""
    label = say(f"training_goal.{part}")
    return n.Row((label, say("training.not_given_why"), (), say("training.not_given"), ()))


def _incomplete(known: int) -> n.Row:
    """What the other parts add up to."""
    return n.Row((say("training.incomplete"), (), (), (n.Num(known),), both_units(known)))


def _part(step: Step) -> n.Row:
    size = int(step.value)
    worked = lines_of(step, form=False)[0]
    label = say(f"training_goal.{step.name.removeprefix('bytes_of_')}")
    why, units = prose(step.formula.why), both_units(size)
    return n.Row((label, why, (n.Maths(worked),), (n.Num(size),), units))
