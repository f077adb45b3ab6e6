"""A page for each kind of layer, made from the file that computes it, and their list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from explainer.derivation.derive import layer_steps
from explainer.language import sentence, telling
from explainer.layers import LAYERS
from explainer.layers.layer import Layer, Shape
from explainer.network.node import Node
from explainer.network.units import BYTES
from explainer.page import nodes as n
from explainer.page.kind_figures import kind_figures
from explainer.page.sentences import prose, say
from explainer.page.steps import mistake_title
from explainer.page.wording import joined, shape_text
from explainer.render.literal import literal
from explainer.website.kind_examples import small_layer
from explainer.website.networks import Network
from explainer.website.page import inline, markup_of, written
from explainer.website.step_markup import Quantity, quantity


def kind_files(networks: Sequence[Network]) -> Iterator[tuple[str, str]]:
    """A page for each kind of layer, and the list of them."""
    rows = [
        (f"{kind}.html", Markup("<code>{}</code>").format(kind), inline(prose(layer.about)))
        for kind, layer in LAYERS.items()
    ]
    title, lead = sentence("site.kinds"), sentence("site.kinds_lead")
    here = "kinds/index.html"
    yield here, written("list", here, title, lead=lead, parts=[("", "", rows)])
    kinds: dict[str, Layer | None] = {"input": None, **LAYERS}
    for kind, layer in kinds.items():
        example = _example_of(kind, networks)
        with telling(images=example is None or example[0].graph.of_images):
            yield f"kinds/{kind}.html", _kind_page(kind, layer, example)


def _example_of(kind: str, networks: Sequence[Network]) -> tuple[Network, Node] | None:
    """The first layer of that kind in any network."""
    for net in networks:
        for node in net.graph.nodes:
            if node.kind == kind:
                return net, node
    return None


def _kind_page(kind: str, layer: Layer | None, example: tuple[Network, Node] | None) -> str:
    here = f"kinds/{kind}.html"
    parts: list[Markup] = [Markup("<h1><code>{}</code></h1>").format(kind)]
    if layer is not None:
        parts.append(markup_of(_about(layer)))
    if example is not None:
        net, node = example
        folder = f"../networks/{net.key}"
        links = {
            "layer": _link(f"{folder}/{net.address(node.index)}", literal(node.name)),
            "network": _link(f"{folder}/index.html", literal(net.graph.name)),
        }
        parts.append(Markup(f"<p>{sentence('site.kind_example', **links)}</p>"))
        parts.append(markup_of(kind_figures(node)))
        parts += [_section(one) for one in _steps(node, net.plan.bytes_per_value, kind)]
    elif layer is not None:
        node = small_layer(kind)
        shapes = {
            "input": _shapes(node.inputs, tokens=layer.tokens),
            "output": _shapes((node.output,)),
        }
        parts.append(
            markup_of([n.Paragraph(say("site.kind_small", **shapes)), *kind_figures(node)])
        )
        parts += [_section(one) for one in _steps(node, BYTES["float32"], "")]
    if layer is not None and (slips := _slips(layer)):
        parts.append(slips)
    trail = (("index.html", sentence("site.kinds")),)
    return written("base", here, kind, content=Markup("\n").join(parts), trail=trail)


def _link(address: str, words: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, words)


def _about(layer: Layer) -> list[n.Block]:
    blocks: list[n.Block] = [n.Paragraph(prose(layer.about), "lead")]
    if classes := dict.fromkeys(each.name for each in layer.class_names):
        names = joined([(n.Code(name),) for name in classes])
        blocks.append(n.Paragraph(say("site.kind_elsewhere", names=names)))
    items = tuple(
        say("site.kind_setting", name=n.Code(setting.name), about=prose(setting.about))
        for setting in layer.settings
        if setting.about
    )
    if items:
        blocks += [n.Heading(2, say("site.kind_settings"), "settings"), n.Listing(items)]
    if layer.reference:
        link = n.Link((n.Words(layer.reference),), layer.reference)
        blocks.append(n.Paragraph(say("site.kind_reference", link=link), "note"))
    return blocks


def _shapes(shapes: tuple[Shape, ...], *, tokens: bool = False) -> n.Inlines:
    return joined([shape_text(shape, tokens=tokens) for shape in dict.fromkeys(shapes)])


def _steps(node: Node, b: int, group: str) -> list[Quantity]:
    return [quantity(step, b, group=group) for step in layer_steps(node)]


def _section(one: Quantity) -> Markup:
    from explainer.render.templates import environment

    macros: Any = environment().get_template("site/parts.html").module
    made = macros.quantity(one, 2, "../")
    assert isinstance(made, Markup)
    return made


def _slips(layer: Layer) -> Markup | None:
    names = dict.fromkeys(case.formula.name for case in layer.mistakes)
    if not names:
        return None
    rows = [
        Markup('<li><a href="../mistakes/{}.html">{}</a></li>').format(
            name, inline(mistake_title(name))
        )
        for name in names
    ]
    heading = Markup('<h2 id="mistakes">{}</h2>').format(sentence("site.kind_mistakes"))
    return heading + Markup('<ul class="index">{}</ul>').format(Markup("").join(rows))
