"""What PyTorch really keeps, beside the textbook account, and when the most is alive."""

from __future__ import annotations

from itertools import groupby

from explainer.derive import Derivation
from explainer.document import nodes as n
from explainer.document.sentences import knows, say
from explainer.document.wording import binary_text, decimal_text, share_text
from explainer.memory.framework.kinds.norms import averages_solids
from explainer.memory.framework.ledger import PARTS, Moment
from explainer.memory.framework.saved import Saved
from explainer.memory.framework.simulation import Peak, Step, inference, training_step
from explainer.memory.textbook import inference_of, training_of
from explainer.memory.units import BYTES

# A timeline of more moments shows the highest of each stretch.
MOMENTS_DRAWN = 220


def framework_blocks(work: Derivation) -> list[n.Block]:
    """The account of training and of inference; nothing where it can't be derived."""
    if work.graph.totals is not None:
        return []
    blocks: list[n.Block] = [n.Heading(2, say("part.framework"), "framework")]
    if work.plan.dtype == "int8":
        return [*blocks, n.Paragraph(say("framework.int8"))]
    step = training_step(work.graph, work.plan)
    blocks += [
        n.Paragraph(say("framework.intro")),
        n.Paragraph(say(f"framework.loss_{work.plan.loss}")),
    ]
    return [
        *blocks,
        *_precision(work),
        *_saved(step.saved),
        *_peak(step, work),
        *_inference(inference(work.graph, work.plan), work),
    ]


def _precision(work: Derivation) -> list[n.Block]:
    """What mixed precision is in torch; a word where torch can't compute the network."""
    plan = work.plan
    if plan.mixed:
        return [n.Paragraph(say("framework.mixed", low=n.Code(plan.low)))]
    if plan.bytes_per_value == BYTES["float16"] and any(map(averages_solids, work.graph.nodes)):
        return [n.Paragraph(say("framework.lacking", dtype=n.Code(plan.dtype)), "warning")]
    return []


def _saved(saved: Saved) -> list[n.Block]:
    """What autograd keeps, by sort."""
    sorts: dict[str, list[int]] = {}
    for each in saved.storages:
        sorts.setdefault(each.what, []).append(each.bytes)
    rows = tuple(_row(_sort(what), sum(sizes), len(sizes)) for what, sizes in sorts.items())
    columns = (
        n.Column(say("framework.what")), n.Column(say("framework.storages"), "number"),
        n.Column(say("training.bytes"), "number"), n.Column(say("training.decimal"), "number"),
        n.Column(say("training.binary"), "number"),
    )  # fmt: skip
    total = _row(say("training.total"), saved.total, len(saved.storages))
    return [
        n.Heading(4, say("framework.goal_saved")),
        n.Paragraph(say("framework.saved")),
        n.Table(say("framework.saved_caption"), columns, rows, (total,)),
    ]


def _sort(what: str) -> n.Inlines:
    """What a storage holds, in words."""
    key = f"kept.{what}"
    return say(key) if knows(key) else (n.Code(what),)


def _row(label: n.Inlines, size: int, count: int) -> n.Row:
    cells = (label, (n.Num(count),), (n.Num(size),), decimal_text(size), binary_text(size))
    return n.Row(cells, quiet=not size)


def _peak(step: Step, work: Derivation) -> list[n.Block]:
    """The parts at the peak beside the textbook's, where it is, and the step over time."""
    peak, book = step.peak, training_of(work.graph, work.plan)
    textbook = {
        "parameters": book.parameters,
        "gradients": book.gradients,
        "optimizer": book.optimizer,
        "saved": book.activations,
        "temporary": book.activation_gradients,
    }
    rows = tuple(_two(part, textbook.get(part), getattr(peak, part)) for part in PARTS)
    total = _two("total", book.total, peak.total)
    columns = (
        n.Column(say("training.part")),
        n.Column(say("framework.textbook"), "number"),
        n.Column(say("framework.framework"), "number"),
    )
    caption = say("framework.peak_caption", batch=work.plan.batch)
    return [
        n.Heading(4, say("framework.goal_peak")),
        n.Paragraph(_where(peak)),
        n.Table(caption, columns, rows, (total,)),
        n.Listing(tuple(_reasons(peak, book.total))),
        _timeline(step),
    ]


def _two(part: str, textbook: int | None, framework: int) -> n.Row:
    missing = "framework.in_values" if part == "input" else "framework.not_counted"
    book = (n.Num(textbook),) if textbook is not None else say(missing)
    return n.Row((say(f"framework.part_{part}"), book, (n.Num(framework),)))


def _where(peak: Peak) -> n.Inlines:
    where = peak.where
    key = f"framework.at_{where.moment}"
    size = {"decimal": decimal_text(peak.total), "binary": binary_text(peak.total)}
    return say(key, total=peak.total, layer=n.User(where.layer or ""), **size)


def _reasons(peak: Peak, textbook: int) -> list[n.Inlines]:
    """Why the two accounts differ here."""
    key = "less" if peak.total < textbook else "more" if peak.total > textbook else "equal"
    told = [say(f"framework.{key}", share=share_text(peak.total, textbook))]
    return [*told, say("framework.reason_saved"), say("framework.reason_gradients")]


def _timeline(step: Step) -> n.Figure:
    moments = _thinned(step.timeline)
    sizes = tuple(moment.total for moment in moments)
    most = max(range(len(sizes)), key=lambda i: sizes[i])
    phases = tuple(
        n.Phase(say(f"framework.phase_{name}"), len(list(group)))
        for name, group in groupby(moments, key=lambda moment: moment.moment)
    )
    size = (*decimal_text(sizes[most]), n.Words(" = "), *binary_text(sizes[most]))
    drawing = n.Timeline(sizes, phases, most, size)
    first, last = sizes[0], sizes[-1]
    sentence = say("framework.timeline_sentence", most=sizes[most], first=first, last=last)
    return n.Figure(drawing, say("framework.timeline"), sentence)


def _thinned(moments: tuple[Moment, ...]) -> list[Moment]:
    """At most so many moments; each stretch is told by its highest."""
    stretch = -(-len(moments) // MOMENTS_DRAWN)
    parts = (moments[i : i + stretch] for i in range(0, len(moments), stretch))
    return [max(part, key=lambda moment: moment.total) for part in parts]


def _inference(peak: Peak, work: Derivation) -> list[n.Block]:
    """Prediction in torch, beside the textbook's figure."""
    book = inference_of(work.graph, work.plan).total
    told = say(
        "framework.inference",
        total=peak.total,
        decimal=decimal_text(peak.total),
        binary=binary_text(peak.total),
        textbook=book or 0,
        layer=n.User(peak.where.layer or ""),
    )
    return [n.Heading(4, say("part.inference")), n.Paragraph(told)]
