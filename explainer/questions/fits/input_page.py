"""Does it fit, the other way round: the largest image or text at the batch as it is."""

from __future__ import annotations

from explainer.layers.traits import Does
from explainer.memory.textbook.sums import totals_of
from explainer.network.input_size import InputSize
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.wording import joined, shape_text
from explainer.questions.fits.answer import Fits, Largest
from explainer.questions.fits.input import RUN, InputFit
from explainer.results.results import Results


def input_blocks(work: Results, fits: Fits) -> list[n.Block]:
    """For each input what was searched, what was found in both accounts, and what it takes."""
    if not fits.inputs:
        return [n.Heading(4, say("fits.goal_image")), n.Paragraph(say("fits.no_image"))]
    return [
        block
        for given, largest in fits.inputs.items()
        for block in _of_input(work, fits.size, given, largest)
    ]


def _of_input(work: Results, memory: int, given: InputSize, largest: Largest) -> list[n.Block]:
    found = {"textbook": largest.textbook, "framework": largest.framework}
    known = {key: fit for key, fit in found.items() if fit is not None}
    told = [_told(key, fit, memory, given) for key, fit in known.items()]
    blocks: list[n.Block] = [
        n.Heading(4, _goal(given)),
        n.Paragraph(_searched(work, given)),
        n.Listing(tuple(told)),
        _table(known, memory, given),
    ]
    size = largest.textbook.size
    return [*blocks, *_parameters(work, given, size)] if size else blocks


def _goal(given: InputSize) -> n.Inlines:
    if given.name:
        return say(f"fits_of.goal_{given.measure}", input=n.User(given.name))
    return say(f"fits.goal_{given.measure}")


def _searched(work: Results, given: InputSize) -> n.Inlines:
    """How it was looked for, and what stays as it is meanwhile."""
    batch, channels = work.plan.batch, given.shape[-1]
    if given.measure == "image":
        told = say("fits.image_searched", batch=batch, channels=channels)
    else:
        told = say("fits.length_searched", batch=batch)
    return (*told, n.Words(" "), *say("fits_of.others_stay")) if given.name else told


def _told(account: str, fit: InputFit, memory: int, given: InputSize) -> n.Inlines:
    """The largest input, the next one, and how far the search went."""
    name, of = say(f"framework.{account}"), f"fits.{given.measure}"
    here = {"side": fit.size, "taken": fit.taken, "left": memory - fit.taken}
    then = {"next": fit.next_size, "next_taken": fit.next_taken, "over": fit.next_taken - memory}
    if not fit.next_size and not fit.size:
        return say(f"{of}_never", account=name, searched=fit.searched)
    if not fit.next_size:
        return say(f"{of}_last", account=name, run=RUN, searched=fit.searched, **here)
    if not fit.size:
        return say(f"{of}_none", account=name, **then)
    key = f"{of}_gap" if fit.next_size > fit.size + 1 else f"{of}_largest"
    return say(key, account=name, searched=fit.searched, **here, **then)


def _table(found: dict[str, InputFit], memory: int, given: InputSize) -> n.Table:
    measure = given.measure
    columns = (
        n.Column(say("fits.account")), n.Column(say(f"fits.{measure}")),
        n.Column(say("training.bytes"), "number"), n.Column(say("fits.verdict")),
    )  # fmt: skip
    rows = tuple(row for key, fit in found.items() for row in _rows(key, fit, given))
    return n.Table(say(f"fits.{measure}_caption", size=memory), columns, rows)


def _rows(account: str, fit: InputFit, given: InputSize) -> list[n.Row]:
    tried = ((fit.size, fit.taken, "fits.yes"), (fit.next_size, fit.next_taken, "fits.no"))
    return [
        n.Row((say(f"framework.{account}"), _size(size, given), (n.Num(taken),), say(word)))
        for size, taken, word in tried
        if size
    ]


def _size(size: int, given: InputSize) -> n.Inlines:
    return shape_text((size, size)) if given.measure == "image" else (n.Num(size),)


def _parameters(work: Results, given: InputSize, size: int) -> list[n.Block]:
    """Whether the parameters grow with the input, and in which layers."""
    graph = work.graph
    larger = given.built(graph, size)
    if larger is None:
        return []
    before, after = totals_of(graph).parameters, totals_of(larger).parameters
    of = f"fits.{given.measure}_parameters"
    if before == after:
        return [n.Paragraph(say(f"{of}_stay", parameters=after, side=size))]
    changed = [
        node
        for node, now in zip(graph.nodes, larger.nodes, strict=True)
        if node.count("parameters") != now.count("parameters")
    ]
    if any(node.layer.does is not Does.CONNECTS for node in changed):
        of = f"{of}_of_places"
    layers: list[n.Inlines] = [(n.User(node.name),) for node in changed]
    shape = shape_text(given.shape, tokens=given.tokens)
    told = say(of, shape=shape, before=before, after=after, side=size, layers=joined(layers))
    return [n.Paragraph(told)]
