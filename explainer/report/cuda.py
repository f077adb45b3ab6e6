"""What is taken to differ on CUDA, from the documentation, and what is missing."""

from __future__ import annotations

from explainer.layers.traits import Does
from explainer.network.optimizers import optimizer_called
from explainer.network.plan import Plan
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.results.results import Results


def cuda_blocks(work: Results) -> list[n.Block]:
    """A warning and its reasons where the device is CUDA; nothing otherwise."""
    if work.plan.device != "cuda":
        return []
    plan, done = work.plan, {node.layer.does for node in work.graph.nodes}
    told = _copies(optimizer_called(plan.optimizer).copies, n.Code(plan.optimizer))
    return [
        n.Paragraph(say("framework.cuda"), "warning"),
        n.Listing((*(say(f"framework.cuda_{key}") for key in _cuda_keys(plan, done)), told)),
    ]


def _copies(copies: int | None, optimizer: n.Code) -> n.Inlines:
    """How many copies of all parameters the optimizer makes at once; None: one by one."""
    keys = {None: "cuda_loop", 0: "cuda_no_copy"}
    if copies in keys:
        return say(f"framework.{keys[copies]}", optimizer=optimizer)
    return say("framework.cuda_copies", optimizer=optimizer, copies=copies or 0)


def _cuda_keys(plan: Plan, done: set[Does]) -> list[str]:
    """The further sentences that hold for this network."""
    holds = {
        "mask": Does.DROPS in done,
        "workspace": any(one.convolves for one in done),
        "root": Does.DIVIDES_BY_ROOT in done,
        "reserve": Does.NORMALISES_BATCH in done,
        "counters": optimizer_called(plan.optimizer).counts_steps,
    }
    return [key for key, held in holds.items() if held]
