"""The page of a layer: its settings to be changed, its window, its steps with their mistakes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from explainer.derivation.derive import LayerWork
from explainer.network.node import Node
from explainer.page import nodes as n
from explainer.page.sentences import prose, say
from explainer.page.window_figure import window_blocks
from explainer.page.wording import joined, shape_text
from explainer.render.literal import literal
from explainer.report.layer import setting_texts
from explainer.website.choices import runs
from explainer.website.network_script import CHANGED
from explainer.website.networks import Network
from explainer.website.page import ENGINE, inline, markup_of, written
from explainer.website.step_markup import quantity


def layer_page(net: Network, part: LayerWork, data: dict[str, Any]) -> str:
    """The page of a layer, which those that repeat it share. data: what its script has."""
    node, b = part.node, net.plan.bytes_per_value
    fields = data["nodes"][node.index].get("fields", {})
    numbers = data["nodes"][node.index]["numbers"]
    alike = [i for i, first in net.firsts.items() if first == node.index and i != first]
    own = list(net.pages)
    place = own.index(node.index)
    return written(
        "layer",
        f"networks/{net.key}/{net.pages[node.index]}",
        literal(node.name),
        key=net.key,
        index=node.index,
        network=literal(net.graph.name),
        kind=node.kind,
        about=inline(prose(node.layer.about)),
        input=inline(_taken(node)),
        output=inline(shape_text(node.output)),
        fields=[(name, numbers[s[0]], CHANGED[name]) for name, s in fields.items()],
        net=data,
        window=markup_of(_window(node)),
        steps=[quantity(step, b, group=node.kind) for step in part.steps],
        alike=[(literal(net.graph.nodes[i].name), i) for i in alike],
        here_file=net.pages[node.index],
        before=_beside(net, own, place - 1),
        after=_beside(net, own, place + 1),
        settings=_settings(node, fields),
        trail=(
            ("../index.html", inline(say("site.networks"))),
            ("index.html", literal(net.graph.name)),
        ),
        scripts=(*ENGINE, f"data/{net.key}.js", "assets/live.js"),
        **runs(),
    )


def _settings(node: Node, fields: Mapping[str, object]) -> Markup | None:
    """What is set in the file and can't be changed on the page."""
    kept = [n.Code(text) for text in setting_texts(node) if text.partition(":")[0] not in fields]
    if not kept:
        return None
    return inline(say("site.layer_settings", settings=joined([(code,) for code in kept])))


def _taken(node: Node) -> n.Inlines:
    found: n.Inlines = ()
    for shape in node.inputs:
        found = (
            *found,
            *((n.Words(", "),) if found else ()),
            *shape_text(shape, tokens=node.layer.tokens),
        )
    return found


def _window(node: Node) -> list[n.Block]:
    return window_blocks(node) if node.index else []


def _beside(net: Network, own: list[int], place: int) -> tuple[str, str] | None:
    if not 0 <= place < len(own):
        return None
    index = own[place]
    return net.pages[index], literal(net.graph.nodes[index].name)
