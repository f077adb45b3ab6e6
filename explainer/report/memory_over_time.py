"""Memory over time: what PyTorch has alive at every moment, stacked by what it is for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from explainer.memory.framework.ledger import PARTS, Moment
from explainer.memory.framework.simulation import Run
from explainer.network.graph import Graph
from explainer.network.loss import CROSS_ENTROPY
from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.page.moment_text import moment_text
from explainer.page.sentences import say
from explainer.page.wording import decimal_text, joined, share_text
from explainer.results.results import Results

# A phase of more moments shows the highest of each stretch.
MOMENTS_DRAWN = 110
# Of fewer moments there is nothing to see but the last.
LEAST_MOMENTS = 3
# Which parts of the account a band has. The images are the caller's and stay: they lie below.
BANDS: tuple[tuple[d.Use, tuple[str, ...]], ...] = (
    ("parameters", ("parameters", "buffers")),
    ("optimizer", ("optimizer",)),
    ("gradients", ("gradients",)),
    ("other", ("input",)),
    ("kept", ("saved",)),
    ("passing", ("temporary",)),
)


def memory_over_time(work: Results) -> list[n.Block]:
    """The picture of a training step; nothing where PyTorch's account can't be derived."""
    if work.framework is None:
        return []
    step, total = work.framework.step, work.textbook.training.total
    labels, bound = work.case.loss == CROSS_ENTROPY, bool(work.framework.missing)
    return [_figure(step, work.graph, total, "training", labels=labels, bound=bound)]


def memory_over_inference(work: Results) -> list[n.Block]:
    """The picture of a forward pass alone; nothing where there is no such account, or one layer."""
    total = work.textbook.inference.total
    if work.framework is None or total is None:
        return []
    if len(work.framework.prediction.timeline) < LEAST_MOMENTS:
        return []
    return [_figure(work.framework.prediction, work.graph, total, "inference")]


def _figure(
    run: Run, graph: Graph, textbook: int, what: str, *, labels: bool = False, bound: bool = False
) -> n.Figure:
    """Memory over time beside the textbook's total.

    what: `training` or `inference`; bound: whether something is missing that is not derived.
    """
    phases, moments = _phases(run.timeline)
    totals = [moment.total for moment in moments]
    bands = tuple(
        d.Band(
            use,
            _label(use, moments, labels=labels),
            tuple(_bytes(moment, parts) for moment in moments),
        )
        for use, parts in BANDS
    )
    drawing = d.Timeline(
        bands=bands,
        phases=phases,
        peak=totals.index(max(totals)),
        label=moment_text("over_time.most", run.peak, graph, most=decimal_text(run.peak.total)),
        across=textbook,
        across_label=say("over_time.textbook", total=decimal_text(textbook)),
    )
    told = [
        moment_text("over_time.at", run.peak, graph, most=run.peak.total),
        _largest(bands, drawing),
    ]
    told.append(_compared(run.peak.total, textbook))
    told += [say("missing.in_picture")] if bound else []
    return n.Figure(drawing, say(f"over_time.{what}"), joined(told, by=" "))


def _phases(timeline: tuple[Moment, ...]) -> tuple[tuple[d.Phase, ...], list[Moment]]:
    """The phases one after the other, and the moments that are drawn."""
    phases, drawn = [], []
    for name, group in groupby(timeline, key=lambda moment: moment.moment):
        moments = list(_thinned(tuple(group)))
        phases.append(d.Phase(say(f"over_time.phase_{name}"), len(moments)))
        drawn += moments
    return tuple(phases), drawn


def _thinned(moments: tuple[Moment, ...]) -> Iterator[Moment]:
    """At most so many moments of a phase; each stretch is told by its highest."""
    stretch = -(-len(moments) // MOMENTS_DRAWN)
    for start in range(0, len(moments), stretch):
        yield max(moments[start : start + stretch], key=lambda moment: moment.total)


def _bytes(moment: Moment, parts: tuple[str, ...]) -> int:
    alive = dict(zip(PARTS, moment.parts, strict=True))
    return sum(alive[part] for part in parts)


def _label(use: d.Use, moments: list[Moment], *, labels: bool) -> n.Inlines:
    """What a band holds; statistics lie with the parameters, labels with the input."""
    if use == "parameters" and any(_bytes(moment, ("buffers",)) for moment in moments):
        return say("over_time.parameters_buffers")
    if use == "other":
        return say("over_time.input_labels" if labels else "over_time.input")
    return say(f"over_time.{use}")


def _largest(bands: tuple[d.Band, ...], drawing: d.Timeline) -> n.Inlines:
    """The largest band at the highest moment, or the bands that are."""
    sizes = [band.sizes[drawing.peak] for band in bands]
    most = max(sizes)
    labels = [band.label for band, size in zip(bands, sizes, strict=True) if size == most]
    key = "over_time.largest_tie" if len(labels) > 1 else "over_time.largest"
    return say(key, part=joined(labels), share=share_text(most, sum(sizes)))


def _compared(most: int, textbook: int) -> n.Inlines:
    """How the highest moment lies to the textbook's line."""
    if most == textbook:
        return say("over_time.equal")
    key = "over_time.below" if most < textbook else "over_time.above"
    return say(key, bytes=abs(most - textbook))
