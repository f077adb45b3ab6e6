"""Gradient checkpointing in PyTorch: the peak without it and with it, and what else it costs."""

from __future__ import annotations

from explainer.layers.traits import Does
from explainer.memory.framework.ledger import PARTS
from explainer.memory.framework.missing import missing_in_training
from explainer.memory.framework.simulation import Peak, Step
from explainer.page import nodes as n
from explainer.page.kept_text import input_text
from explainer.page.missing_text import missing_blocks
from explainer.page.moment_text import moment_text
from explainer.page.sentences import Part, say
from explainer.page.wording import binary_text, decimal_text, share_text
from explainer.questions.checkpointing.formulas import macs_of_second_runs
from explainer.questions.checkpointing.search import Checkpointing, Tried

# The state of torch's random numbers on the CPU, a tensor of so many bytes; measured.
BYTES_OF_RANDOM_STATE = 5056


def framework_blocks(found: Checkpointing) -> list[n.Block]:
    """The peak before and after, its parts, and whether the rule of the root misses here."""
    chosen, best = found.framework, found.lowest_peak
    after = found.step
    if chosen is None or best is None or after is None:
        mixed = say("checkpoint.no_framework_mixed", dtype=n.Code(found.case.plan.dtype))
        return [n.Paragraph(mixed if found.case.plan.mixed else say("checkpoint.no_framework"))]
    k, plan = chosen.segments, found.case.plan
    goal = say("checkpoint.goal_framework", k=k)
    how = say("checkpoint.simulated", batch=plan.batch, optimizer=n.Code(plan.optimizer))
    blocks: list[n.Block] = [n.Heading(4, goal), n.Paragraph(how)]
    blocks += missing_blocks(missing_in_training(found.case))
    before = found.plain_step
    blocks.append(
        n.Paragraph(
            (
                *_change(found, chosen),
                n.Words(" "),
                *moment_text("checkpoint.at", after.peak, found.case.graph),
            )
        )
    )
    if k > 1:
        blocks += [
            _parts(before.peak, after.peak, found.case.loss),
            n.Listing(tuple(_notes(found, after, k))),
        ]
    return [*blocks, *[n.Paragraph(told) for told in _verdict(found, best)]]


def _change(found: Checkpointing, chosen: Tried) -> n.Inlines:
    """From the peak without to the one with checkpointing."""
    plain, total, k = found.tried[0].peak or 0, chosen.peak or 0, chosen.segments
    size: dict[str, Part] = {
        "total": total,
        "decimal": decimal_text(total),
        "binary": binary_text(total),
    }
    if k == 1:
        return say("checkpoint.without" if found.asked == 1 else "checkpoint.none_gains", **size)
    if total < plain:
        return say("checkpoint.gains", plain=plain, share=share_text(total, plain), **size)
    if total > plain:
        return say("checkpoint.loses", plain=plain, k=k, **size)
    return say("checkpoint.gains_nothing", k=k, **size)


def _parts(before: Peak, after: Peak, loss: str) -> n.Table:
    """Part by part, each account at its own peak."""
    columns = (
        n.Column(say("training.part")),
        n.Column(say("checkpoint.plain"), "number"),
        n.Column(say("checkpoint.with"), "number"),
    )
    rows = [
        n.Row((
            _label(part, loss),
            (n.Num(getattr(before, part)),),
            (n.Num(getattr(after, part)),),
        ))
        for part in (*PARTS, "total")
    ]  # fmt: skip
    return n.Table(say("checkpoint.parts"), columns, tuple(rows[:-1]), (rows[-1],))


def _label(part: str, loss: str) -> n.Inlines:
    if part == "input":
        return input_text(loss)
    return say("checkpoint.part_saved" if part == "saved" else f"framework.part_{part}")


def _notes(found: Checkpointing, step: Step, k: int) -> list[n.Inlines]:
    """What does not shrink, what is computed again, and what PyTorch does besides."""
    peak = step.peak
    fixed = peak.parameters + peak.buffers + peak.gradients + peak.optimizer
    notes = [say("checkpoint.fixed", fixed=fixed, share=share_text(fixed, peak.total))]
    macs = sum(node.count("macs") for node in step.again)
    less = macs_of_second_runs(found.case.graph, k) - macs
    if less:
        notes.append(say("checkpoint.stops", macs=macs, less=less))
    elif macs:
        notes.append(say("checkpoint.stops_not", macs=macs))
    norms = [node for node in step.again if node.layer.does is Does.NORMALISES_BATCH]
    if norms:
        notes.append(say("checkpoint.norms", count=len(norms)))
    drops = any(node.layer.does is Does.DROPS for node in step.again)
    random = "checkpoint.random_dropout" if drops else "checkpoint.random"
    notes.append(say(random, bytes=BYTES_OF_RANDOM_STATE * (k - 1)))
    return notes


def _verdict(found: Checkpointing, best: Tried) -> list[n.Inlines]:
    """The rule beside the best, and the best of one account beside that of the other."""
    rule = found.rule
    missed = {"rule_peak": rule.peak or 0, "best": best.segments, "best_peak": best.peak or 0}
    told = [
        say("checkpoint.peak_rule_hits", rule=rule.segments)
        if rule.peak == best.peak
        else say("checkpoint.peak_rule_misses", rule=rule.segments, **missed)
    ]
    textbook = found.fewest_values
    if found.with_segments(textbook.segments).peak != best.peak:
        told.append(
            say("checkpoint.other_best", textbook=textbook.segments, framework=best.segments)
        )
    return told
