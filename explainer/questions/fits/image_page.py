"""Does it fit, the other way round: the largest square image at the batch as it is."""

from __future__ import annotations

from explainer.memory.textbook.sums import totals_of
from explainer.network.graph import Graph
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.wording import joined, shape_text
from explainer.questions.fits.answer import Fits
from explainer.questions.fits.image import (
    RUN,
    ImageFit,
    takes_images,
    with_side,
)
from explainer.results.results import Results


def image_blocks(work: Results, fits: Fits) -> list[n.Block]:
    """What was searched, what was found in both accounts, and a table of what was put back in."""
    graph = work.graph
    head = n.Heading(4, say("fits.goal_image"))
    if not takes_images(graph):
        several = say("fits.several_inputs") if graph.spec.inputs else say("fits.no_image")
        return [head, n.Paragraph(several)]
    size = fits.size
    found = {"textbook": fits.textbook_image, "framework": fits.framework_image}
    known = {key: fit for key, fit in found.items() if fit is not None}
    channels = graph.spec.input[-1]
    intro = say("fits.image_searched", batch=work.plan.batch, channels=channels)
    told = [_told(key, fit, size) for key, fit in known.items()]
    blocks: list[n.Block] = [head, n.Paragraph(intro), n.Listing(tuple(told))]
    blocks.append(_table(known, size))
    largest = known["textbook"].side
    return [*blocks, *_parameters(graph, largest)] if largest else blocks


def _told(account: str, fit: ImageFit, size: int) -> n.Inlines:
    """The largest image, the next one, and how far the search went."""
    name = say(f"framework.{account}")
    here = {"side": fit.side, "taken": fit.taken, "left": size - fit.taken}
    then = {"next": fit.next_side, "next_taken": fit.next_taken, "over": fit.next_taken - size}
    if not fit.next_side and not fit.side:
        return say("fits.image_never", account=name, searched=fit.searched)
    if not fit.next_side:
        return say("fits.image_last", account=name, run=RUN, searched=fit.searched, **here)
    if not fit.side:
        return say("fits.image_none", account=name, **then)
    key = "fits.image_gap" if fit.next_side > fit.side + 1 else "fits.image_largest"
    return say(key, account=name, searched=fit.searched, **here, **then)


def _table(found: dict[str, ImageFit], size: int) -> n.Table:
    columns = (
        n.Column(say("fits.account")), n.Column(say("fits.image")),
        n.Column(say("training.bytes"), "number"), n.Column(say("fits.verdict")),
    )  # fmt: skip
    rows = tuple(row for key, fit in found.items() for row in _rows(key, fit))
    return n.Table(say("fits.image_caption", size=size), columns, rows)


def _rows(account: str, fit: ImageFit) -> list[n.Row]:
    tried = ((fit.side, fit.taken, "fits.yes"), (fit.next_side, fit.next_taken, "fits.no"))
    return [
        n.Row((say(f"framework.{account}"), shape_text((side, side)), (n.Num(taken),), say(word)))
        for side, taken, word in tried
        if side
    ]


def _parameters(graph: Graph, side: int) -> list[n.Block]:
    """Whether the parameters grow with the image, and in which layers."""
    larger = with_side(graph, side)
    if larger is None:
        return []
    before, after = totals_of(graph).parameters, totals_of(larger).parameters
    if before == after:
        return [n.Paragraph(say("fits.image_parameters_stay", parameters=after, side=side))]
    layers: list[n.Inlines] = [
        (n.User(node.name),)
        for node, now in zip(graph.nodes, larger.nodes, strict=True)
        if node.count("parameters") != now.count("parameters")
    ]
    told = say(
        "fits.image_parameters",
        shape=shape_text(graph.spec.input),
        before=before,
        after=after,
        side=side,
        layers=joined(layers),
    )
    return [n.Paragraph(told)]
