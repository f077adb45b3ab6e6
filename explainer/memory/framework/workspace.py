"""What convolutions need for a moment: the matrix that their windows make when written out.

It is in neither account: whether a framework writes it out depends on the algorithm that it
chooses for a layer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explainer.layers.traits import Does
from explainer.maths.formulary import Formulary
from explainer.maths.functions import smallest
from explainer.memory.framework.padding import ends
from explainer.network.case import Case
from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.network.plan import Plan
from explainer.once import once

# What is part of a process's memory as well, and can't be derived from the network.
NOT_DERIVED = ("cuda_context", "cudnn_workspace", "allocator_rounding", "fragmentation")

workspace = Formulary("training")


@workspace.formula(unit="images", when=lambda v: v["threads"] > 1)
def images_at_once(threads, batch):
    """Each thread writes out one <image|example> at a time, and there are no more
    <images|examples> than the batch.
    """
    return smallest(threads, batch)


@workspace.formula(part="workspace")
def bytes_of_workspace(im2col, b, images_at_once=1):
    """A matrix is taken as released when its layer is done, so the largest one decides."""
    return im2col * images_at_once * b


bytes_of_workspace.mistake(
    "workspaces_added_up",
    im2col="im2col_of_all",
    when=lambda v: v["layers_unfolded"] > 1,
    says="Each matrix is released when its layer is done, so the matrices are not there at the "
    "same time.",
)
bytes_of_workspace.mistake(
    "threads_forgotten",
    images_at_once=1,
    when=lambda v: v["threads"] > 1,
    says="Threads that work on <images|examples> at the same time each need a matrix of their own.",
)


@workspace.formula(part="batch_workspace", when=lambda v: v["batch"] > 1)
def bytes_of_batch_workspace(im2col, batch, b):
    """Where the whole batch is written out at once, every <image|example> has a matrix of its
    own.
    """
    return im2col * batch * b


@dataclass(frozen=True)
class Unfolded:
    """A convolution whose windows are written out, and the bytes that this takes."""

    node: Node
    per_image: int
    per_batch: int


def convolutions(graph: Graph) -> list[Node]:
    """The layers that could be computed by a matrix product with their windows."""
    return [node for node in graph.nodes if "im2col" in node.values]


def is_transposed(node: Node) -> bool:
    """Whether the matrix is that of its output's windows."""
    return node.layer.does is Does.TRANSPOSES


def needs_no_matrix(node: Node) -> bool:
    """Whether the image is that matrix already: 1×1 windows, side by side, nothing padded."""
    settings = node.settings
    steps = (*settings["kernel_size"], *settings["stride"])
    return set(steps) == {1} and all(end == (0, 0) for end in ends(node))


@once
def unfolded(case: Case) -> Sequence[Unfolded]:
    """The convolutions that need a matrix, in order."""
    b, batch = case.plan.bytes_per_value, case.plan.batch
    return [
        Unfolded(node, node.count("im2col") * b, node.count("im2col") * b * batch)
        for node in convolutions(case.graph)
        if not needs_no_matrix(node)
    ]


def largest_of(layers: Sequence[Unfolded]) -> Unfolded | None:
    """The first of those with the largest matrix."""
    return max(layers, key=lambda each: each.per_image, default=None)


def workspace_values(plan: Plan, layers: Sequence[Unfolded]) -> Mapping[str, Any]:
    """The numbers that the formulas look up; there has to be at least one layer."""
    sizes = [layer.node.count("im2col") for layer in layers]
    values = {
        "im2col": max(sizes),
        "im2col_of_all": sum(sizes),
        "layers_unfolded": len(sizes),
        "b": plan.bytes_per_value,
        "batch": plan.batch,
        "threads": plan.threads,
    }
    return values | {"images_at_once": min(plan.threads, plan.batch)}


@dataclass(frozen=True)
class Workspace:
    """What convolutions need for a moment. at_once: for how many images it is there together."""

    layers: tuple[Unfolded, ...]
    largest: Unfolded | None
    at_once: int
    not_derived: tuple[str, ...] = NOT_DERIVED


@once
def workspace_of(case: Case) -> Workspace | None:
    """What convolutions need for a moment; None for bare totals."""
    if case.graph.totals is not None:
        return None
    layers = tuple(unfolded(case))
    at_once = min(case.plan.threads, case.plan.batch)
    return Workspace(layers, largest_of(layers), at_once)
