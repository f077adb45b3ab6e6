"""From a derivation to a page: which block stands where. The sentences are in templates/."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from explainer.page import nodes as n
from explainer.page.citation import cited
from explainer.page.extras import Extras
from explainer.page.sentences import say
from explainer.page.steps import Seen
from explainer.page.symbols_table import symbols_table
from explainer.report.accumulation import accumulation_blocks
from explainer.report.checks import checks_blocks
from explainer.report.claims import cited_in, claims_blocks
from explainer.report.freezing import freezing_blocks
from explainer.report.glance import glance_blocks
from explainer.report.inference import inference_section
from explainer.report.int8 import int8_blocks
from explainer.report.layer import layer_blocks
from explainer.report.opening import given_blocks, opening_blocks
from explainer.report.totals import totals_blocks
from explainer.report.training import training_section
from explainer.report.workspace import workspace_blocks
from explainer.results.results import Results

# What a question puts into the page.
Part: TypeAlias = Callable[[Results, Seen], list[n.Block]]


def write_up(work: Results, *, first: Sequence[Part] = (), further: Sequence[Part] = ()) -> n.Page:
    """The report; of one layer alone where that is asked.

    first, further: the parts of the questions that were asked, before and after the accounts.
    """
    asked = work.asked
    extras = Extras(work) if asked.detail == "full" else None
    if asked.layer is not None:
        return _one_layer(work, asked.layer, extras)
    seen = Seen()
    middle: list[n.Block] = []
    if not work.bare:
        middle = [n.Heading(2, say("part.derivation"), "derivation")]
        for derived in work.layers:
            middle += layer_blocks(
                derived, work.graph, work.plan.bytes_per_value, asked.detail, seen
            )
            middle += extras.of_layer(derived.node, seen) if extras is not None else []
        middle += totals_blocks(work, seen)
    middle += training_section(work, seen, extras) + inference_section(work, seen)
    middle += int8_blocks(work, seen)
    middle += workspace_blocks(work, seen)
    middle += freezing_blocks(work) + accumulation_blocks(work)
    for part in further:
        middle += part(work, seen)
    leading = [block for part in first for block in part(work, seen)]
    blocks = opening_blocks(work) + given_blocks(work)
    blocks += symbols_table(list(seen.symbols))
    if not work.bare:
        blocks += glance_blocks(work)
    blocks += [*leading, *middle, *claims_blocks(work)]
    blocks += [*checks_blocks(work), *_sources(work)]
    return n.Page(work.graph.name, tuple(blocks))


def _one_layer(work: Results, layer: str, extras: Extras | None) -> n.Page:
    """The title, what is given, and the full derivation of one layer."""
    seen = Seen()
    chosen = next(part for part in work.layers if part.node.name == layer)
    derived = layer_blocks(chosen, work.graph, work.plan.bytes_per_value, "full", seen)
    derived += extras.of_layer(chosen.node, seen) if extras is not None else []
    title = say("opening.layer_title", layer=n.User(layer), name=n.User(work.graph.name))
    head: list[n.Block] = [
        n.Heading(1, title, "top"),
        *given_blocks(work),
        *symbols_table(list(seen.symbols)),
    ]
    return n.Page(
        f"{layer} · {work.graph.name}",
        (*head, n.Heading(2, say("part.derivation"), "derivation"), *derived),
    )


def _sources(work: Results) -> list[n.Block]:
    kinds = {node.kind: node.layer.reference for node in work.graph.nodes if node.layer.reference}
    items = [
        say("sources.kind", kind=n.Code(kind), link=n.Link((n.Words(address),), address))
        for kind, address in kinds.items()
    ]
    items[:0] = [say("sources.model", source=cited(source)) for source in cited_in(work)]
    items.append(say("sources.account"))
    intro = [n.Paragraph(say("sources.intro"))] if kinds else []
    return [n.Heading(2, say("part.sources"), "sources"), *intro, n.Listing(tuple(items))]
