"""Everything: layer by layer, each thing once; what is no memory in an appendix."""

from __future__ import annotations

from explainer.page import nodes as n
from explainer.page.extras import Extras
from explainer.page.sentences import say
from explainer.page.steps import Seen
from explainer.page.symbols_table import symbols_table
from explainer.report.accumulation import accumulation_blocks
from explainer.report.checks import checks_blocks
from explainer.report.claims import claims_blocks
from explainer.report.freezing import freezing_blocks
from explainer.report.glance import glance_blocks
from explainer.report.handout import OPENING
from explainer.report.inference import inference_section
from explainer.report.int8 import int8_blocks
from explainer.report.layer import APART, Telling, layer_blocks
from explainer.report.length import Length
from explainer.report.opening import given_blocks
from explainer.report.sources import sources
from explainer.report.totals import sum_blocks, totals_blocks
from explainer.report.training import training_section
from explainer.report.workspace import workspace_blocks
from explainer.results.results import Results


def layer_by_layer(work: Results, seen: Seen) -> list[n.Block]:
    """Every layer: what is new in full, the rest in lines, and what PyTorch makes beside it."""
    if work.bare:
        return []
    extras, b = Extras(work), work.plan.bytes_per_value
    blocks: list[n.Block] = [n.Heading(2, say("part.derivation"), "derivation")]
    for layer in work.layers:
        blocks += layer_blocks(layer, work.graph, b, seen) + extras.of_layer(layer.node, seen)
    return blocks


def training(work: Results, seen: Seen) -> list[n.Block]:
    """Both accounts of training, with what the loss makes."""
    return training_section(work, seen, Extras(work))


def operations(work: Results, seen: Seen) -> list[n.Block]:
    """Multiply-accumulates and the matrices of im2col, layer by layer, and their sum."""
    blocks: list[n.Block] = []
    for layer in work.layers:
        steps = [step for step in layer.steps if step.name in APART and not step.is_fact]
        if steps:
            told = Telling(layer, work.plan.bytes_per_value, seen)
            title = n.Heading(3, say("full.operations_of", layer=n.User(layer.node.name)), "")
            blocks += [title, *told.of_steps(steps)]
    for step in work.sums:
        if step.name in APART:
            blocks += sum_blocks(step, work, seen)
    return [n.Heading(2, say("full.operations"), "operations"), *blocks] if blocks else []


def symbols(work: Results, seen: Seen) -> list[n.Block]:
    """What the symbols stand for that occurred."""
    table = symbols_table(list(seen.symbols))
    return [n.Heading(2, say("full.symbols"), "symbols"), *table] if table else []


FULL = Length(
    OPENING,
    (
        given_blocks,
        glance_blocks,
        layer_by_layer,
        totals_blocks,
        training,
        inference_section,
        int8_blocks,
        workspace_blocks,
        freezing_blocks,
        accumulation_blocks,
    ),
    (claims_blocks, sources, operations, symbols, checks_blocks),
    leaflet=False,
)
