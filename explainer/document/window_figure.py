"""The sliding window of a layer that leaves rows or columns unread, on its real numbers."""

from __future__ import annotations

from typing import Literal

from explainer.document import nodes as n
from explainer.document.sentences import say
from explainer.graph import Node
from explainer.layers.windows import ENDS

# A wider image would be drawn too small to read: the sentence alone tells it.
DRAWN_UP_TO = 64


def unread_blocks(node: Node) -> list[n.Block]:
    """For height and width: what is never read, with a drawing; the width only if it differs."""
    windows = [w for w in (window(node, "H"), window(node, "W")) if w is not None]
    both = len(windows) == 2 and _numbers(windows[0]) == _numbers(windows[1])
    told = windows[:1] if both else windows
    return [block for w in told for block in (*_between(w, both), *_blocks(node, w, both))]


def window(node: Node, axis: Literal["H", "W"]) -> n.Window | None:
    """The window along an axis, or None where the layer has none."""
    low = axis.lower()
    values = node.values
    if (
        f"k_{low}" not in values
        or f"s_{low}" not in values
        or node.kind.startswith("conv_transpose")
    ):
        return None
    before, after = _padding(node, axis)
    kernel, stride, dilation = values[f"k_{low}"], values[f"s_{low}"], values.get(f"d_{low}", 1)
    size, places = values[f"{axis}_in"], values[f"{axis}_out"]
    reach = (places - 1) * stride + dilation * (kernel - 1) + 1
    unread = size + before + after - reach
    return n.Window(axis, size, before, after, kernel, stride, dilation, places, max(unread, 0))


def _padding(node: Node, axis: str) -> tuple[int, int]:
    values, low = node.values, axis.lower()
    if f"P_{low}" in values:
        whole = values[f"P_{low}"]
        return whole // 2, whole - whole // 2
    if ENDS[axis][0] in values:
        return values[ENDS[axis][0]], values[ENDS[axis][1]]
    return values.get(f"p_{low}", 0), values.get(f"p_{low}", 0)


def _numbers(w: n.Window) -> tuple[int, ...]:
    return (w.size, w.padding_before, w.padding_after, w.kernel, w.stride, w.dilation)


def _between(w: n.Window, both: bool) -> list[n.Block]:
    """Rows between two places that no window covers, where the stride is longer than the window."""
    gap = w.stride - w.kernel
    if w.dilation > 1 or gap < 1 or w.places < 2:
        return []
    axes = "_both" if both else "_columns" if w.axis == "W" else ""
    return [n.Paragraph(say(f"layer.gap{axes}", stride=w.stride, kernel=w.kernel, gap=gap), "note")]


def _blocks(node: Node, w: n.Window, both: bool) -> list[n.Block]:
    columns = "_columns" if w.axis == "W" else ""
    axes = "_both" if both else columns
    if w.unread == 0:
        return []
    if w.unread <= w.padding_after:
        return [n.Paragraph(say(f"layer.unread_padding{axes}", unread=w.unread), "note")]
    padding = w.padding_before + w.padding_after
    unread = w.unread - w.padding_after
    told: list[n.Block] = [
        n.Paragraph(say(f"layer.unread{axes}", size=w.size, unread=unread), "note")
    ]
    if w.size + padding > DRAWN_UP_TO:
        return told
    caption = say(f"layer.window{columns}", name=n.User(node.name), places=w.places)
    sentence = say(
        f"layer.window_sentence{columns}{'_padded' if padding else ''}",
        span=w.dilation * (w.kernel - 1) + 1,
        stride=w.stride,
        size=w.size + padding,
        padding=padding,
        places=w.places,
        last=w.size + padding - w.unread,
    )
    return [*told, n.Figure(w, caption, sentence)]
