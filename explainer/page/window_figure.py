"""The sliding window of a layer on its real numbers, and the rows or columns it leaves unread."""

from __future__ import annotations

from typing import Literal

from explainer.layers.padding import ENDS
from explainer.layers.traits import Does
from explainer.network.node import Node
from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.page.sentences import say

# A wider image would be drawn too small to read: the sentence alone tells it.
DRAWN_UP_TO = 64


def unread_blocks(node: Node) -> list[n.Block]:
    """For height and width: what is never read, with a drawing; the width only if it differs."""
    found: list[n.Block] = []
    for w, both in _told(node):
        found += [*_between(w, both), *_unread(w, both)]
        if w.unread > w.padding_after and _padded(w) <= DRAWN_UP_TO:
            found.append(_figure(node, w))
    return found


def window_blocks(node: Node) -> list[n.Block]:
    """The same, with a drawing however large the image is, and whether all is read or not."""
    found: list[n.Block] = []
    for w, both in _told(node):
        found += [*_between(w, both), *_unread(w, both), *_over(w, both), _figure(node, w)]
    return found


def _told(node: Node) -> list[tuple[d.Window, bool]]:
    """The windows to tell of; whether the one along the height stands for both axes."""
    windows = [w for w in (window(node, "H"), window(node, "W")) if w is not None]
    both = len(windows) == 2 and _numbers(windows[0]) == _numbers(windows[1])
    return [(w, both) for w in (windows[:1] if both else windows)]


def window(node: Node, axis: Literal["H", "W"]) -> d.Window | None:
    """The window along an axis, or None where the layer has none."""
    low = axis.lower()
    values = node.values
    if f"k_{low}" not in values or f"s_{low}" not in values or node.layer.does is Does.TRANSPOSES:
        return None
    before, after = _padding(node, axis)
    kernel, stride, dilation = values[f"k_{low}"], values[f"s_{low}"], values.get(f"d_{low}", 1)
    size, places = values[f"{axis}_in"], values[f"{axis}_out"]
    unread = size + before + after - (places - 1) * stride - dilation * (kernel - 1) - 1
    return d.Window(axis, size, before, after, kernel, stride, dilation, places, max(unread, 0))


def _padding(node: Node, axis: str) -> tuple[int, int]:
    values, low = node.values, axis.lower()
    if f"P_{low}" in values:
        whole = values[f"P_{low}"]
        return whole // 2, whole - whole // 2
    if ENDS[axis][0] in values:
        return values[ENDS[axis][0]], values[ENDS[axis][1]]
    return values.get(f"p_{low}", 0), values.get(f"p_{low}", 0)


def _numbers(w: d.Window) -> tuple[int, ...]:
    return (w.size, w.padding_before, w.padding_after, w.kernel, w.stride, w.dilation)


def _between(w: d.Window, both: bool) -> list[n.Block]:
    """Rows between two places that no window covers, where the stride is longer than the window."""
    gap = w.stride - w.kernel
    if w.dilation > 1 or gap < 1 or w.places < 2:
        return []
    axes = _axes(w, both)
    return [n.Paragraph(say(f"layer.gap{axes}", stride=w.stride, kernel=w.kernel, gap=gap), "note")]


def _unread(w: d.Window, both: bool) -> list[n.Block]:
    axes = _axes(w, both)
    if w.unread == 0:
        return []
    if w.unread <= w.padding_after:
        return [n.Paragraph(say(f"layer.unread_padding{axes}", unread=w.unread), "note")]
    unread = w.unread - w.padding_after
    return [n.Paragraph(say(f"layer.unread{axes}", size=w.size, unread=unread), "note")]


def _over(w: d.Window, both: bool) -> list[n.Block]:
    """The last window where it was rounded up to, and hangs over the edge."""
    over = _reach(w) - _padded(w)
    return [n.Paragraph(say(f"layer.over{_axes(w, both)}", over=over), "note")] if over > 0 else []


def _axes(w: d.Window, both: bool) -> str:
    return "_both" if both else "_columns" if w.axis == "W" else ""


def _padded(w: d.Window) -> int:
    return w.padding_before + w.size + w.padding_after


def _span(w: d.Window) -> int:
    return w.dilation * (w.kernel - 1) + 1


def _reach(w: d.Window) -> int:
    """Where the last place ends."""
    return (w.places - 1) * w.stride + _span(w)


def _figure(node: Node, w: d.Window) -> n.Figure:
    columns = _axes(w, both=False)
    padding = w.padding_before + w.padding_after
    caption = say(f"layer.window{columns}", name=n.User(node.name), places=w.places)
    said = {"span": _span(w), "stride": w.stride, "size": _padded(w)}
    said |= {"places": w.places, "last": _reach(w)}
    if padding:
        sentence = say(f"layer.window_sentence{columns}_padded", padding=padding, **said)
    else:
        sentence = say(f"layer.window_sentence{columns}", **said)
    return n.Figure(w, caption, sentence)
