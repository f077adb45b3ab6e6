"""What convolutions need for a moment, and what can't be derived at all."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from explainer.derivation.derive import steps_of
from explainer.memory.framework.workspace import (
    NOT_DERIVED,
    Unfolded,
    Workspace,
    convolutions,
    is_transposed,
    workspace,
    workspace_values,
)
from explainer.memory.textbook.sums import values_in
from explainer.network.node import Node
from explainer.network.tensor_shapes import tensor_shapes
from explainer.page import nodes as n
from explainer.page.digits import rounded
from explainer.page.sentences import say
from explainer.page.steps import Seen, full, slip_blocks
from explainer.page.wording import binary_text, decimal_text
from explainer.results.results import Results

# Of more layers the largest are listed.
LISTED = 10
# What a tensor may waste where memory is given out in pieces of 512 bytes.
MOST_WASTED = 511
TORCH = "https://github.com/pytorch/pytorch/blob/main/aten/src/ATen/native/ConvolutionMM2d.cpp"
CAFFE = "https://github.com/BVLC/caffe/blob/master/src/caffe/layers/base_conv_layer.cpp"


def workspace_blocks(work: Results, seen: Seen) -> list[n.Block]:
    """The matrices of the convolutions, the largest worked out, and what is not derived."""
    found = work.workspace
    if found is None:
        return []
    return [
        n.Heading(2, say("part.workspace"), "workspace"),
        *_matrices(work, found, seen),
        *_not_derived(work),
    ]


def _matrices(work: Results, found: Workspace, seen: Seen) -> list[n.Block]:
    """Which layers need one, how large each is, and which decides."""
    every, layers = convolutions(work.graph), found.layers
    if not every:
        return [n.Paragraph(say("workspace.no_convolution"))]
    blocks: list[n.Block] = [n.Paragraph(say("workspace.intro"))]
    spared = len(every) - len(layers)
    if spared:
        blocks.append(n.Paragraph(say("workspace.spared", spared=spared, count=len(every))))
    most = found.largest
    if most is None:
        return blocks
    blocks += [n.Paragraph(told) for told in _remarks([layer.node for layer in layers])]
    values, b = workspace_values(work.plan, layers), work.plan.bytes_per_value
    blocks.append(matrices_table(layers, work.plan.batch))
    told = say("workspace.largest", layer=n.User(most.node.name))
    if work.plan.threads == 1:
        told = (*told, n.Words(" "), *say("workspace.one_at_once"))
    blocks.append(n.Paragraph(told))
    for step in steps_of(workspace, values):
        blocks += [full(step, b, seen), *slip_blocks(step, seen, every=True)]
    if len(layers) > 1:
        kept = sum(layer.per_image for layer in layers)
        blocks.append(n.Paragraph(say("workspace.kept_by_caffe", kept=kept)))
    beside = _beside(most, work.totals.activations * b)
    return [*blocks, n.Paragraph(beside), n.Paragraph(_sources(), "note")]


def _sources() -> n.Inlines:
    return say(
        "workspace.sources",
        torch=n.Link((n.Words(TORCH),), TORCH),
        caffe=n.Link((n.Words(CAFFE),), CAFFE),
    )


def _remarks(nodes: list[Node]) -> list[n.Inlines]:
    """What is different for convolutions in groups, and for transposed ones."""
    told = []
    if any(node.settings.get("groups", 1) > 1 for node in nodes):
        told.append(say("workspace.groups"))
    if any(is_transposed(node) for node in nodes):
        told.append(say("workspace.transposed"))
    return told


def matrices_table(layers: Sequence[Unfolded], batch: int) -> n.Table:
    """The largest matrices, largest first."""
    shown = sorted(layers, key=lambda each: -each.per_image)[:LISTED]
    columns = [
        n.Column(say("glance.layer")),
        n.Column(say("workspace.times"), "number", aside=True),
        n.Column(say("workspace.per_image"), "number"),
        n.Column(say("training.decimal"), "number"),
        n.Column(say("training.binary"), "number", aside=True),
    ]
    if batch > 1:
        columns.append(n.Column(say("workspace.per_batch", batch=batch), "number"))
    caption = (
        say("workspace.caption_first", shown=len(shown), count=len(layers))
        if len(shown) < len(layers)
        else say("workspace.caption", count=len(layers))
    )
    return n.Table(caption, tuple(columns), tuple(_row(each, batch) for each in shown))


def _row(layer: Unfolded, batch: int) -> n.Row:
    node, size = layer.node, layer.per_image
    beside = node.count("activations") if is_transposed(node) else values_in(node)
    times = rounded(Fraction(node.count("im2col"), beside), 2)
    cells = ((n.User(node.name),), (n.Words(times),), (n.Num(size),))
    units = (decimal_text(size), binary_text(size))
    whole = ((n.Num(layer.per_batch),),) if batch > 1 else ()
    return n.Row((*cells, *units, *whole))


def _beside(most: Unfolded, activations: int) -> n.Inlines:
    """The largest matrix of one image, beside all that the image stores."""
    size = most.per_image
    if size == activations:
        return say("workspace.equal", size=size)
    key = "workspace.more" if size > activations else "workspace.less"
    return say(key, size=size, activations=activations)


def _not_derived(work: Results) -> list[n.Block]:
    """What a process takes besides, by name."""
    columns = (
        n.Column(say("workspace.what")), n.Column(say("training.bytes")),
        n.Column(say("workspace.why")),
    )  # fmt: skip
    rows = tuple(
        n.Row(
            (say(f"workspace.{what}"), say("workspace.not_derived"), say(f"workspace.why_{what}"))
        )
        for what in NOT_DERIVED
    )
    tensors = sum(len(tensor_shapes(node)) for node in work.graph.nodes)
    blocks: list[n.Block] = [
        n.Paragraph(say("workspace.rest")),
        n.Table(say("workspace.rest_caption"), columns, rows),
    ]
    if not tensors:
        return blocks
    wasted = 2 * tensors * MOST_WASTED
    return [*blocks, n.Paragraph(say("workspace.wasted", tensors=tensors, wasted=wasted))]
