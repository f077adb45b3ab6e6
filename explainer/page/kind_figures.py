"""The pictures of a layer that show how its kind works, each on the layer's own numbers."""

from __future__ import annotations

from explainer.network.node import Node
from explainer.page import nodes as n
from explainer.page.attention_figure import attention_blocks
from explainer.page.cut_figure import cut_blocks
from explainer.page.kernel_figure import kernel_blocks
from explainer.page.patch_figure import patch_blocks
from explainer.page.rearranged_figure import rearranged_blocks
from explainer.page.unrolled_figure import unrolled_blocks

# Each gives its picture for the layers that it can show, and nothing for others.
PICTURES = (
    kernel_blocks,
    patch_blocks,
    attention_blocks,
    unrolled_blocks,
    rearranged_blocks,
    cut_blocks,
)


def kind_figures(node: Node) -> list[n.Block]:
    """The pictures that the layer has."""
    return [block for blocks in PICTURES for block in blocks(node)]
