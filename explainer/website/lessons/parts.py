"""Parts of a report that a lesson shows: its tables and figures, put in as they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from explainer.errors import UsageError
from explainer.memory.framework.workspace import unfolded
from explainer.mistakes.engine.claims import judge_claims
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.steps import Seen
from explainer.page.window_figure import window
from explainer.report.claim_block import claim_block
from explainer.report.framework import saved_blocks
from explainer.report.made_of import made_of
from explainer.report.memory_over_time import memory_over_inference, memory_over_time
from explainer.report.seven_parts import seven_parts_table
from explainer.report.training import both_accounts
from explainer.report.workspace import matrices_table
from explainer.tools import findings
from explainer.tools.page import overview, tool_blocks
from explainer.website.lessons.cases import called, framework_of, work_of
from explainer.website.lessons.tables import layers_table, moments_table, unfolding

Blocks = list[n.Block]


def window_of(key: str, layer: str, *changes: str) -> Blocks:
    """The sliding window of a layer along its height."""
    node = next(one for one in work_of(key, *changes).graph.nodes if one.name == layer)
    found = window(node, "H")
    if found is None:
        raise UsageError(f"A lesson draws the window of {layer} in {key}, which has none.")
    end = found.size - max(found.unread - found.padding_after, 0)
    told = say("lesson.window_all", places=found.places, layer=n.User(layer))
    if end < found.size:
        told = say(
            "lesson.window_unread", places=found.places, layer=n.User(layer), size=found.size,
            read=end, unread=found.size - end,
        )  # fmt: skip
    return [n.Figure(found, say("lesson.window_caption", layer=n.User(layer)), told)]


def layers(key: str, *changes: str) -> Blocks:
    """Every layer that stores something or has parameters, with the sums."""
    return [layers_table(work_of(key, *changes).graph, called(key))]


def moments(key: str, *changes: str) -> Blocks:
    """Which tensors are alive at every moment of inference."""
    return [moments_table(work_of(key, *changes).graph, called(key))]


def unfolded_image(height: int, width: int, kernel: int) -> Blocks:
    """A small image with its values numbered, and the matrix of its windows."""
    return unfolding(height, width, kernel)


def training_parts(key: str, *changes: str) -> Blocks:
    """The parts of training as one bar."""
    return made_of(work_of(key, *changes))


def accounts(key: str, *changes: str) -> Blocks:
    """Both accounts of training beside each other, and the way from one to the other."""
    work = work_of(key, *changes)
    return both_accounts(work, framework_of(work))


def saved(key: str, *changes: str) -> Blocks:
    """What PyTorch keeps for the backward pass."""
    work = work_of(key, *changes)
    kept = saved_blocks(framework_of(work).step, work)
    return [block for block in kept if isinstance(block, n.Table)]


def timeline(key: str, what: str, *changes: str) -> Blocks:
    """Memory over a training step, or over inference."""
    work = work_of(key, *changes)
    return memory_over_time(work) if what == "training" else memory_over_inference(work)


def matrices(key: str, *changes: str) -> Blocks:
    """The matrices of im2col, largest first."""
    work = work_of(key, *changes)
    return [matrices_table(unfolded(work.case), work.plan.batch)]


def seven(key: str, *changes: str) -> Blocks:
    """The seven parts of the memory of training."""
    work = work_of(key, *changes)
    return [seven_parts_table(work, framework_of(work).step)]


def tools(key: str, *changes: str) -> Blocks:
    """What each tool prints for a network."""
    work = work_of(key, *changes)
    return [overview(findings(work.case), work.case)]


def tool(key: str, name: str, *changes: str) -> Blocks:
    """One tool's rule, run with the network's numbers."""
    work = work_of(key, *changes)
    found = next(one for one in findings(work.case) if one.tool.name == name)
    return tool_blocks(found, work.case, Seen())


def claim(key: str, quantity: str, value: str) -> Blocks:
    """A published figure beside the exact one, with every slip that gives it."""
    work = work_of(key)
    for result in judge_claims(work.case):
        if (result.spec.quantity, result.spec.value) == (quantity, value):
            return [claim_block(result, set())]
    raise UsageError(f"A lesson shows the claim {value} about {quantity} of {key}: there is none.")


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "window": window_of, "layers": layers, "moments": moments, "unfolding": unfolded_image,
    "training_parts": training_parts, "accounts": accounts, "saved": saved, "timeline": timeline,
    "matrices": matrices, "seven": seven, "tools": tools, "tool": tool, "claim": claim,
}  # fmt: skip
