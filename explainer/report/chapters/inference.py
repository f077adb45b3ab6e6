"""Inference, and memory over time in both."""

from __future__ import annotations

from explainer.page import nodes as n
from explainer.page.beside import beside
from explainer.page.sentences import say
from explainer.page.steps import Seen
from explainer.report.boxes import short
from explainer.report.framework import peak_of_inference
from explainer.report.memory_over_time import memory_over_inference, memory_over_time
from explainer.report.totals import inference_blocks
from explainer.results.results import Results


def inference(work: Results, seen: Seen) -> list[n.Block]:
    """The textbook's set of tensors, and the most that PyTorch has alive."""
    title = n.Heading(2, say("part.inference"), "inference")
    told = short(inference_blocks)(work, seen)
    steps = tuple((block,) for block in told if isinstance(block, n.Step))
    others = [block for block in told if not isinstance(block, n.Step | n.Slip)]
    slips = [block for block in told if isinstance(block, n.Slip)]
    blocks: list[n.Block] = [title, *others, *([n.Abreast(steps)] if steps else []), *slips]
    if work.framework is None:
        return blocks
    return [*blocks, peak_of_inference(work.framework.prediction, work.graph)]


def over_time(work: Results, seen: Seen) -> list[n.Block]:
    """Memory over time in training and in inference, beside each other."""
    pictures = [*memory_over_time(work), *memory_over_inference(work)]
    if not pictures:
        return []
    return [n.Heading(2, say("worked.over_time"), "over-time"), *beside(pictures)]
