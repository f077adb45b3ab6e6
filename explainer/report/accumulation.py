"""Several micro-batches for one step of the optimizer, beside all of them at once."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.layers.traits import Does
from explainer.memory.framework.micro_batches import DIFFERENT
from explainer.page import nodes as n
from explainer.page.missing_text import number_or_bound
from explainer.page.sentences import say
from explainer.page.steps import Seen
from explainer.results.results import Framework, Results


def accumulation_blocks(work: Results, seen: Seen) -> list[n.Block]:
    """A section where gradients are accumulated; nothing otherwise."""
    plan = work.plan
    if plan.accumulate == 1:
        return []
    effective = plan.accumulate * plan.batch
    one = work.with_plan(accumulate=1)
    whole = one.with_plan(batch=effective)
    slots = {"batch": plan.batch, "effective": effective}
    blocks: list[n.Block] = [
        n.Heading(2, say("part.accumulation"), "accumulation"),
        n.Paragraph(say("accumulation.intro", micro_batches=plan.accumulate, **slots)),
        n.Paragraph(_textbook(work, whole, effective)),
    ]
    if work.framework and one.framework and whole.framework:
        blocks.append(n.Paragraph(_framework(work.framework, one.framework)))
        blocks.append(n.Paragraph(_at_once(work.framework, whole.framework)))
    if work.framework and plan.accumulate > DIFFERENT:
        blocks.append(n.Paragraph(say("accumulation.timeline")))
    if any(node.layer.does is Does.NORMALISES_BATCH for node in work.graph.nodes):
        blocks.append(n.Paragraph(say("accumulation.batch_norm", **slots), "note"))
    return [*blocks, _table(work, one, whole)]


def _textbook(work: Results, whole: Results, effective: int) -> n.Inlines:
    taken, at_once = (run.textbook.training.in_part for run in (work, whole))
    bare = work.graph.totals
    lacking = bare.lacks if bare is not None else None
    if lacking == "activations":
        return say("accumulation.lacks_activations", effective=effective)
    return say(
        "accumulation.lacks_parameters" if lacking else "accumulation.textbook",
        taken=taken,
        at_once=at_once,
        effective=effective,
        difference=at_once - taken,
    )


def _framework(here: Framework, one: Framework) -> n.Inlines:
    """What the gradients that are there already change at the peak."""
    first, later = (run.step.peak for run in (one, here))
    if here.missing:
        return say("accumulation.least_peak", peak=later.total, first=first.total)
    if later.total == first.total:
        return say("accumulation.same_peak", peak=later.total)
    return say("accumulation.higher_peak", peak=later.total, more=later.total - first.total)


def _at_once(here: Framework, whole: Framework) -> n.Inlines:
    """The peak of one large batch beside that of the micro-batches: it need not be higher."""
    peak, large = (run.step.peak.total for run in (here, whole))
    given = {"effective": whole.case.plan.batch, "peak": large}
    if whole.missing:
        return say("accumulation.at_once_at_least", **given)
    if large == peak:
        return say("accumulation.at_once_equal", **given)
    key = "accumulation.at_once_more" if large > peak else "accumulation.at_once_less"
    return say(key, difference=abs(large - peak), **given)


def _table(work: Results, one: Results, whole: Results) -> n.Table:
    """Both accounts for one micro-batch, for all in turn, and for all at once."""
    runs = (one, work, whole)
    rows = [_row("total", [run.textbook.training.known["total"] for run in runs])]
    peaks = [run.framework.step.peak.total for run in runs if run.framework]
    if peaks:
        bound = bool(work.framework and work.framework.missing)
        rows.append(_row("peak", peaks, bound))
    columns = (
        n.Column(say("training.part")),
        n.Column(say("accumulation.one", batch=one.plan.batch), "number"),
        n.Column(say("accumulation.in_turn", count=work.plan.accumulate), "number"),
        n.Column(say("accumulation.at_once", batch=whole.plan.batch), "number"),
    )
    return n.Table(say("accumulation.caption"), columns, tuple(rows))


def _row(key: str, sizes: Sequence[int | None], bound: bool = False) -> n.Row:
    """bound: whether they are lower bounds."""
    return n.Row((say(f"accumulation.{key}"), *(_size(size, bound) for size in sizes)))


def _size(size: int | None, bound: bool) -> n.Inlines:
    return say("training.not_given") if size is None else number_or_bound(size, bound)
