"""What PyTorch really keeps, and when the most is alive, in training and in inference."""

from __future__ import annotations

import math
from collections.abc import Sequence

from explainer.layers.attention_operations import drops_shares
from explainer.layers.traits import Does
from explainer.memory.framework.kinds import averages_solids
from explainer.memory.framework.kinds.pools import pools_solids
from explainer.memory.framework.saved import Kept
from explainer.memory.framework.simulation import Peak, Prediction, Step
from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.network.units import BYTES
from explainer.page import nodes as n
from explainer.page.kept_text import held_text, sort_text
from explainer.page.missing_text import missing_blocks
from explainer.page.moment_text import layer_text, moment_text
from explainer.page.sentences import say
from explainer.page.wording import binary_text, decimal_text, joined
from explainer.report.cuda import cuda_blocks
from explainer.report.memory_over_time import memory_over_inference, memory_over_time
from explainer.results.results import Results


def framework_training(step: Step, work: Results, beside: Sequence[n.Block] = ()) -> list[n.Block]:
    """What is kept for the backward pass, the moment of the most, and the step over time.

    beside: what the loss makes and what the optimizer takes, where that is told.
    """
    return [
        *rules_blocks(work),
        *saved_blocks(step, work),
        *beside,
        n.Heading(4, say("framework.goal_peak")),
        n.Paragraph(words_of_peak(step.peak, work)),
        *memory_over_time(work),
    ]


def rules_blocks(work: Results) -> list[n.Block]:
    """By which rules."""
    told = joined([say("framework.intro"), _loss(work)], " ")
    lacks = [] if work.framework is None else missing_blocks(work.framework.missing)
    notes = [*_attention(work), *_precision(work), *cuda_blocks(work), *lacks]
    return [n.Paragraph(told), *notes]


def _attention(work: Results) -> list[n.Block]:
    """By which way torch's attention goes: it keeps no scores, or all of them three times."""
    ways: dict[bool, list[Node]] = {}
    for node in work.graph.nodes:
        if node.layer.does is Does.ATTENDS:
            ways.setdefault(drops_shares(node.settings), []).append(node)
    return [n.Paragraph(_way_of(nodes, drops)) for drops, nodes in ways.items()]


def _way_of(nodes: Sequence[Node], drops: bool) -> n.Inlines:
    """How attention layers run that go one way, shown on the first."""
    first = nodes[0]
    shares = next(each.shape for each in first.inner if each.name == "shares")
    layer, most = n.User(first.name), math.prod(shares)
    if drops:
        return say("framework.attention_dropped", layer=layer, shares=most)
    rows = math.prod(shares[:-1])
    return say("framework.attention_fused", layer=layer, shares=most, rows=rows)


def framework_inference(found: Prediction, work: Results) -> list[n.Block]:
    """The moment of the most, and the forward pass over time."""
    return [
        peak_of_inference(found, work.graph),
        *attention_in_inference(work.graph),
        *memory_over_inference(work),
    ]


def attention_in_inference(graph: Graph) -> list[n.Block]:
    """That torch has another way for attention where nothing learns, which isn't derived."""
    attends = any(node.layer.does is Does.ATTENDS for node in graph.nodes)
    return [n.Paragraph(say("framework.attention_native"))] if attends else []


def peak_of_inference(found: Prediction, graph: Graph) -> n.Paragraph:
    """The moment of the most in the forward pass alone."""
    peak = found.peak
    told = say(
        "framework.inference",
        total=peak.total,
        decimal=decimal_text(peak.total),
        binary=binary_text(peak.total),
        layer=layer_text(peak.where.layer or "", graph),
    )
    return n.Paragraph(told)


def _loss(work: Results) -> n.Inlines:
    """What training makes smaller; the softmax that belongs to it by its name."""
    told = [say(f"framework.loss_{work.case.loss}")]
    if names := [n.User(work.graph.nodes[i].name) for i in sorted(work.case.softmaxes_in_loss)]:
        told = [say("framework.loss_softmax", layer=joined([(name,) for name in names]))]
    if len(work.graph.ends) > 1:
        told.append(say("framework.losses_added", count=len(work.graph.ends)))
    return joined(told, " ")


def _precision(work: Results) -> list[n.Block]:
    """What mixed precision is in torch; a word where torch can't compute the network."""
    plan = work.plan
    if plan.mixed:
        mixed = n.Paragraph(say("framework.mixed", low=n.Code(plan.low)))
        solids = any(map(pools_solids, work.graph.nodes))
        return [mixed, *([n.Paragraph(say("framework.mixed_solids"))] if solids else [])]
    kinds = dict.fromkeys(node.kind for node in work.graph.nodes if averages_solids(node))
    if plan.bytes_per_value == BYTES["float16"] and kinds:
        named = joined([(n.Code(kind),) for kind in kinds])
        told = say("framework.lacking", dtype=n.Code(plan.dtype), kinds=named)
        return [n.Paragraph(told, "warning")]
    return []


def saved_blocks(step: Step, work: Results) -> list[n.Block]:
    """What autograd keeps, by sort; a sentence where that is nothing."""
    saved, held = step.saved, held_text(step.peak, work.case.loss)
    goal = n.Heading(4, say("framework.goal_saved"))
    if not saved.storages:
        return [goal, n.Paragraph(say("framework.saved_nothing", held=held))]
    sorts: dict[str, list[Kept]] = {}
    for each in saved.storages:
        sorts.setdefault(each.what, []).append(each)
    rows = tuple(_row(sort_text(what), *_bytes_and_count(sort)) for what, sort in sorts.items())
    columns = (
        n.Column(say("framework.what")),
        n.Column(say("framework.storages"), "number", aside=True),
        n.Column(say("training.bytes"), "number"), n.Column(say("training.decimal"), "number"),
        n.Column(say("training.binary"), "number"),
    )  # fmt: skip
    label = say("missing.total" if is_bound(work) else "training.total")
    total = _row(label, *_bytes_and_count(saved.storages))
    return [
        goal,
        n.Paragraph(say("framework.saved", held=held)),
        n.Table(say("framework.saved_caption"), columns, rows, (total,)),
    ]


def _bytes_and_count(kept: Sequence[Kept]) -> tuple[int, int]:
    return sum(each.bytes for each in kept), sum(each.alike for each in kept)


def _row(label: n.Inlines, size: int, count: int) -> n.Row:
    cells = (label, (n.Num(count),), (n.Num(size),), decimal_text(size), binary_text(size))
    return n.Row(cells, quiet=not size)


def words_of_peak(peak: Peak, work: Results) -> n.Inlines:
    """When the most is alive, and how much; at least so much where something is not derived."""
    size = {"decimal": decimal_text(peak.total), "binary": binary_text(peak.total)}
    key = "framework.least" if is_bound(work) else "framework.at"
    return moment_text(key, peak, work.graph, total=peak.total, **size)


def is_bound(work: Results) -> bool:
    """Whether something that training keeps is not derived, so that totals are lower bounds."""
    return work.framework is not None and bool(work.framework.missing)
