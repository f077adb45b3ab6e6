"""From a derivation to a page: which block stands where. The sentences are in templates/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explainer.asked import Asked
from explainer.derive import Derivation
from explainer.document import nodes as n
from explainer.document.accumulation_part import accumulation_blocks
from explainer.document.checkpoint_part import checkpoint_blocks
from explainer.document.checks_part import checks_blocks
from explainer.document.claims_part import claims_blocks
from explainer.document.comparison_part import comparison_blocks
from explainer.document.devices_part import devices_blocks
from explainer.document.fits_part import fits_blocks
from explainer.document.freezing_part import freezing_blocks
from explainer.document.glance import glance_blocks
from explainer.document.growth_part import growth_blocks
from explainer.document.inference_part import inference_section
from explainer.document.int8_part import int8_blocks
from explainer.document.layer_part import layer_blocks
from explainer.document.memory_part import totals_blocks
from explainer.document.opening import given_blocks, opening_blocks, symbols_table
from explainer.document.sentences import say
from explainer.document.steps import Seen
from explainer.document.training_part import training_section
from explainer.document.workspace_part import workspace_blocks
from explainer.network.case import Case

if TYPE_CHECKING:
    from explainer.torch_network.verification import Verification


def write_up(
    work: Derivation,
    asked: Asked,
    unchanged: Case | None = None,
    measured: Verification | None = None,
) -> n.Page:
    """The report; of one layer alone where that is asked.

    unchanged: the network as it was before the changes that are asked for, if any.
    measured: what PyTorch gave, where that was asked.
    """
    if asked.layer is not None:
        return _one_layer(work, asked.layer)
    seen = Seen()
    bare = work.graph.totals is not None
    middle: list[n.Block] = []
    if not bare:
        middle = [n.Heading(2, say("part.derivation"), "derivation")]
        for part in work.layers:
            middle += layer_blocks(part, work.graph, work.plan.bytes_per_value, asked.detail, seen)
        middle += totals_blocks(work, seen)
    middle += training_section(work, seen) + inference_section(work, seen)
    middle += int8_blocks(work, seen)
    middle += workspace_blocks(work, seen)
    middle += freezing_blocks(work) + accumulation_blocks(work)
    if asked.fits is not None:
        middle += fits_blocks(work, asked.fits, seen)
    if asked.checkpoint is not None:
        middle += checkpoint_blocks(work, asked.checkpoint, seen)
    if asked.devices is not None:
        middle += devices_blocks(work, asked.devices, seen)
    if asked.sensitivity:
        middle += growth_blocks(work, seen)
    compared: list[n.Block] = []
    if unchanged is not None:
        compared = comparison_blocks(unchanged, work, asked.changes, seen)
    blocks = opening_blocks(work) + given_blocks(work)
    blocks += symbols_table(list(seen.symbols))
    if not bare:
        blocks += glance_blocks(work)
    blocks += [*compared, *middle, *claims_blocks(work)]
    blocks += [*checks_blocks(work, measured), *_sources(work)]
    return n.Page(work.graph.name, tuple(blocks))


def _one_layer(work: Derivation, layer: str) -> n.Page:
    """The title, what is given, and the full derivation of one layer."""
    seen = Seen()
    chosen = next(part for part in work.layers if part.node.name == layer)
    derived = layer_blocks(chosen, work.graph, work.plan.bytes_per_value, "full", seen)
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


def _sources(work: Derivation) -> list[n.Block]:
    kinds = {node.kind: node.layer.reference for node in work.graph.nodes if node.layer.reference}
    items = [
        say("sources.kind", kind=n.Code(kind), link=n.Link((n.Words(address),), address))
        for kind, address in kinds.items()
    ]
    if work.graph.spec.source:
        items.insert(0, say("sources.model", source=n.User(work.graph.spec.source)))
    items.append(say("sources.account"))
    intro = [n.Paragraph(say("sources.intro"))] if kinds else []
    return [n.Heading(2, say("part.sources"), "sources"), *intro, n.Listing(tuple(items))]
