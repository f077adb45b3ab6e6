"""What PyTorch really keeps, and when the most is alive, in training and in inference."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from explainer.memory.framework.kinds.norms import averages_solids
from explainer.memory.framework.ledger import Moment
from explainer.memory.framework.simulation import Peak, Prediction, Step
from explainer.network.units import BYTES
from explainer.page import nodes as n
from explainer.page.kept_text import held_text, sort_text
from explainer.page.moment_text import moment_text
from explainer.page.sentences import say
from explainer.page.wording import binary_text, both_units, decimal_text
from explainer.report.cuda import cuda_blocks
from explainer.results.results import Results

# A timeline of more moments shows the highest of each stretch.
MOMENTS_DRAWN = 220


def framework_training(step: Step, work: Results, of_loss: Sequence[n.Block] = ()) -> list[n.Block]:
    """What is kept for the backward pass, the moment of the most, and the step over time.

    of_loss: what the loss makes, where that is told.
    """
    blocks: list[n.Block] = [
        n.Paragraph(say("framework.intro")),
        n.Paragraph(_loss(work)),
    ]
    return [
        *blocks,
        *_precision(work),
        *cuda_blocks(work),
        *saved_blocks(step, work.case.loss),
        *of_loss,
        n.Heading(4, say("framework.goal_peak")),
        n.Paragraph(_where(step.peak)),
        timeline_figure(step.timeline, "training"),
    ]


def framework_inference(found: Prediction) -> list[n.Block]:
    """The moment of the most, and the forward pass over time."""
    peak = found.peak
    told = say(
        "framework.inference",
        total=peak.total,
        decimal=decimal_text(peak.total),
        binary=binary_text(peak.total),
        layer=n.User(peak.where.layer or ""),
    )
    return [n.Paragraph(told), timeline_figure(found.timeline, "inference")]


def _loss(work: Results) -> n.Inlines:
    """What training makes smaller; the softmax that belongs to it by its name."""
    if work.case.softmax_in_loss:
        return say("framework.loss_softmax", layer=n.User(work.graph.nodes[-1].name))
    return say(f"framework.loss_{work.case.loss}")


def _precision(work: Results) -> list[n.Block]:
    """What mixed precision is in torch; a word where torch can't compute the network."""
    plan = work.plan
    if plan.mixed:
        return [n.Paragraph(say("framework.mixed", low=n.Code(plan.low)))]
    if plan.bytes_per_value == BYTES["float16"] and any(map(averages_solids, work.graph.nodes)):
        return [n.Paragraph(say("framework.lacking", dtype=n.Code(plan.dtype)), "warning")]
    return []


def saved_blocks(step: Step, loss: str) -> list[n.Block]:
    """What autograd keeps, by sort; a sentence where that is nothing."""
    saved, held = step.saved, held_text(step.peak, loss)
    goal = n.Heading(4, say("framework.goal_saved"))
    if not saved.storages:
        return [goal, n.Paragraph(say("framework.saved_nothing", held=held))]
    sorts: dict[str, list[int]] = {}
    for each in saved.storages:
        sorts.setdefault(each.what, []).append(each.bytes)
    rows = tuple(_row(sort_text(what), sum(sizes), len(sizes)) for what, sizes in sorts.items())
    columns = (
        n.Column(say("framework.what")), n.Column(say("framework.storages"), "number"),
        n.Column(say("training.bytes"), "number"), n.Column(say("training.decimal"), "number"),
        n.Column(say("training.binary"), "number"),
    )  # fmt: skip
    total = _row(say("training.total"), saved.total, len(saved.storages))
    return [
        goal,
        n.Paragraph(say("framework.saved", held=held)),
        n.Table(say("framework.saved_caption"), columns, rows, (total,)),
    ]


def _row(label: n.Inlines, size: int, count: int) -> n.Row:
    cells = (label, (n.Num(count),), (n.Num(size),), decimal_text(size), binary_text(size))
    return n.Row(cells, quiet=not size)


def _where(peak: Peak) -> n.Inlines:
    size = {"decimal": decimal_text(peak.total), "binary": binary_text(peak.total)}
    return moment_text("framework.at", peak, total=peak.total, **size)


def timeline_figure(timeline: tuple[Moment, ...], what: str) -> n.Figure:
    """Memory over time. what: `training` or `inference`."""
    moments = _thinned(timeline)
    sizes = tuple(moment.total for moment in moments)
    most = max(range(len(sizes)), key=lambda i: sizes[i])
    phases = tuple(
        n.Phase(say(f"framework.phase_{name}"), len(list(group)))
        for name, group in groupby(moments, key=lambda moment: moment.moment)
    )
    drawing = n.Timeline(sizes, phases, most, both_units(sizes[most]))
    first, last = sizes[0], sizes[-1]
    sentence = say(f"framework.over_{what}", most=sizes[most], first=first, last=last)
    return n.Figure(drawing, say(f"framework.timeline_of_{what}"), sentence)


def _thinned(moments: tuple[Moment, ...]) -> list[Moment]:
    """At most so many moments; each stretch is told by its highest."""
    stretch = -(-len(moments) // MOMENTS_DRAWN)
    parts = (moments[i : i + stretch] for i in range(0, len(moments), stretch))
    return [max(part, key=lambda moment: moment.total) for part in parts]
