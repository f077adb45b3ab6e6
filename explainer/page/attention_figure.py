"""Attention on one scale: what grows with the positions, and what with their square."""

from __future__ import annotations

from explainer.layers.attention_operations import drops_shares
from explainer.layers.traits import Does
from explainer.network.node import Node
from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.wording import joined, shape_text

# More maps, or longer ones than so many times their other side, would be lines and dots.
MOST_HEADS = 64
MOST_UNLIKE = 50


def attention_blocks(node: Node) -> list[n.Block]:
    """The picture, for attention that can be drawn to scale; nothing for other layers."""
    if node.layer.does is not Does.ATTENDS:
        return []
    positions, channels = node.inputs[0]
    heads, fused = node.values["heads"], not drops_shares(node.settings)
    short, long = sorted((positions, channels))
    if heads > MOST_HEADS or long > MOST_UNLIKE * short:
        return []
    shares = heads * positions * positions
    drawing = d.Attention(
        positions=positions,
        channels=channels,
        heads=heads,
        names=tuple(_named(key, positions, channels) for key in ("queries", "keys", "values")),
        given=say("attending.given", row=_product(positions, channels),
                  count=3 * positions * channels),
        shares=say("attending.shares", maps=_product(heads, positions, positions), count=shares),
        doubled=(say("attending.twice"), say("attending.four")),
        marked=fused,
    )  # fmt: skip
    caption = say("attending.caption", name=n.User(node.name))
    drawn = say("attending.drawn", heads=heads)
    told = say("attending.told", heads=heads, shares=shares, four=4 * shares)
    if fused:
        drawn = joined([drawn, say("attending.drawn_fused")], by=" ")
        told = joined([told, say("attending.told_fused")], by=" ")
    return [n.Figure(drawing, caption, drawn, told)]


def _named(key: str, positions: int, channels: int) -> n.Inlines:
    return joined([say(f"attending.{key}"), shape_text((positions, channels))], by=" ")


def _product(*sizes: int) -> n.Inlines:
    """`197·768`, or with heads `12 · 197·197`."""
    *heads, rows, columns = sizes
    plain = f"{rows:,}·{columns:,}"
    return (n.Words(f"{heads[0]:,} · {plain}" if heads else plain),)
