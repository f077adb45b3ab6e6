"""Prediction in int8: the whole numbers, and what has to stand beside them."""

from __future__ import annotations

from dataclasses import asdict

from explainer.derivation.derive import steps_of
from explainer.layers.traits import Does
from explainer.memory.textbook.int8 import int8_inference, int8_values
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.sizes_table import sizes_table
from explainer.page.steps import Seen, full, slip_blocks
from explainer.results.results import Results

CONVENTION = "https://onnx.ai/onnx/operators/onnx__QLinearConv.html"


def int8_blocks(work: Results, seen: Seen) -> list[n.Block]:
    """The parts one by one and their table; nothing for bare totals and other types."""
    found = work.int8_inference
    if found is None:
        return []
    link = n.Link((n.Code("QLinearConv"),), CONVENTION)
    blocks: list[n.Block] = [
        n.Heading(3, say("int8.title"), "int8"),
        n.Paragraph(say("int8.intro", operator=link)),
    ]
    if any(node.layer.does is Does.NORMALISES_BATCH for node in work.graph.nodes):
        blocks.append(n.Paragraph(say("int8.folding"), "note"))
    for step in steps_of(int8_inference, int8_values(work.case)):
        blocks.append(n.Heading(4, say(f"int8_goal.{step.formula.part}")))
        blocks.append(full(step, work.plan.bytes_per_value, seen))
        blocks += slip_blocks(step, seen, every=True)
    sizes = [(say(f"int8_part.{key}"), size) for key, size in asdict(found).items()]
    caption = say("int8.caption", batch=work.plan.batch)
    return [*blocks, sizes_table(sizes, caption)]
