"""Inference: the textbook account, what PyTorch has alive, and the two side by side."""

from __future__ import annotations

from explainer.memory.bridge.sums import values_by_layer
from explainer.memory.framework.simulation import Prediction
from explainer.network.tokens import bytes_of_tokens
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.steps import Seen
from explainer.report.bridge import bridge_blocks
from explainer.report.framework import framework_inference
from explainer.report.totals import inference_blocks, inference_table
from explainer.report.two_accounts import Line, side_by_side
from explainer.results.results import Results


def inference_section(work: Results, seen: Seen) -> list[n.Block]:
    """Both accounts where both can be derived; else the textbook's, or what is missing."""
    title = n.Heading(2, say("part.inference"), "inference")
    framework = work.framework
    if framework is None:
        return [title, *inference_blocks(work, seen), *inference_table(work)]
    found = framework.prediction
    return [
        title,
        n.Heading(3, say("accounts.textbook"), "inference-textbook"),
        *inference_blocks(work, seen),
        *inference_table(work),
        n.Heading(3, say("accounts.framework_inference"), "inference-framework"),
        *framework_inference(found, work),
        n.Heading(3, say("accounts.both"), "inference-accounts"),
        *side_by_side(_lines(work, found), say("accounts.of_inference", batch=work.plan.batch)),
        *bridge_blocks(framework.inference_bridge, say("bridge.of_inference")),
    ]


def _lines(work: Results, found: Prediction) -> list[Line]:
    """The parts of both; the images, where the textbook's set has them, are a line of their own."""
    book, plan = work.textbook.inference, work.plan
    peak = work.alive
    alive = dict(zip(peak.alive, peak.sizes, strict=True))
    given = sum(alive.pop(node.index, 0) for node in work.graph.inputs)
    images = given * plan.batch * plan.bytes_per_value + bytes_of_tokens(work.case)
    values = sum(alive.values()) * plan.batch * plan.bytes_per_value
    held = sum(values_by_layer(found.held).values())
    return [
        Line(say("framework.part_parameters"), book.parameters, found.peak.parameters),
        Line(say("framework.part_buffers"), None, found.peak.buffers),
        Line(say("accounts.images"), images, found.peak.input),
        Line(say("accounts.outputs"), values, held),
        Line(say("accounts.moment"), None, found.peak.temporary - held),
    ]
