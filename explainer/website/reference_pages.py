"""The pages to look things up in: mistakes, kinds of layers, symbols, the changelog."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import markdown
from markdown.extensions.toc import slugify
from markupsafe import Markup

from explainer.derive import layer_steps
from explainer.document import nodes as n
from explainer.document.catalogue_page import entry_blocks
from explainer.document.sentences import plain, prose, say, sentences
from explainer.document.steps import mistake_title
from explainer.graph import Node
from explainer.layers import LAYERS
from explainer.layers.layer import Layer
from explainer.mistakes.catalogue import Entry, catalogue
from explainer.render.literal import literal
from explainer.resources import resource
from explainer.website.networks import Network
from explainer.website.page import inline, markup_of, written
from explainer.website.shown import Quantity, quantity

TERM = re.compile(r"<dt>(?=([^<]+)</dt>)")


def mistake_files() -> Iterator[tuple[str, str]]:
    """A page for each mistake, and the list of them."""
    entries = catalogue()
    parts = []
    for about, group in groupby(entries, lambda entry: entry.about):
        rows = [(f"{e.name}.html", _title(e), inline(prose(e.mistake.why))) for e in group]
        parts.append((inline(say(f"catalogue.about_{about}")), about, rows))
    lead = inline(say("catalogue.lead", count=len(entries)))
    title = plain("site.mistakes")
    yield (
        "mistakes/index.html",
        written("list", "mistakes/index.html", title, lead=lead, parts=parts),
    )
    for entry in entries:
        yield f"mistakes/{entry.name}.html", _mistake_page(entry)


def _title(entry: Entry) -> str:
    return "".join(part.text for part in mistake_title(entry.name) if isinstance(part, n.Words))


def _mistake_page(entry: Entry) -> str:
    here = f"mistakes/{entry.name}.html"
    _, *blocks = entry_blocks(entry)
    heading = n.Heading(1, mistake_title(entry.name), entry.name)
    trail = (("index.html", plain("site.mistakes")),)
    return written("base", here, _title(entry), content=markup_of([heading, *blocks]), trail=trail)


def kind_files(networks: Sequence[Network]) -> Iterator[tuple[str, str]]:
    """A page for each kind of layer, and the list of them."""
    rows = [
        (f"{kind}.html", Markup("<code>{}</code>").format(kind), inline(prose(layer.about)))
        for kind, layer in LAYERS.items()
    ]
    title, lead = plain("site.kinds"), plain("site.kinds_lead")
    here = "kinds/index.html"
    yield here, written("list", here, title, lead=lead, parts=[("", "", rows)])
    yield "kinds/input.html", _kind_page("input", None, _example_of("input", networks))
    for kind, layer in LAYERS.items():
        yield f"kinds/{kind}.html", _kind_page(kind, layer, _example_of(kind, networks))


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
        parts.append(Markup(f"<p>{plain('site.kind_example')}</p>").format(**links))
        parts += [_section(one) for one in _steps(node, net.plan.bytes_per_value)]
    if layer is not None and (slips := _slips(layer)):
        parts.append(slips)
    trail = (("index.html", plain("site.kinds")),)
    return written("base", here, kind, content=Markup("\n").join(parts), trail=trail)


def _link(address: str, words: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, words)


def _about(layer: Layer) -> list[n.Block]:
    blocks: list[n.Block] = [n.Paragraph(prose(layer.about), "lead")]
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


def _steps(node: Node, b: int) -> list[Quantity]:
    return [quantity(step, b, group=node.kind) for step in layer_steps(node)]


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
    heading = Markup('<h2 id="mistakes">{}</h2>').format(plain("site.kind_mistakes"))
    return heading + Markup('<ul class="index">{}</ul>').format(Markup("").join(rows))


def glossary_page() -> str:
    """The words, as they are written by hand, and every symbol with its meaning."""
    names = [key.removeprefix("symbol.") for key in sentences() if key.startswith("symbol.")]
    rows = tuple(n.Row(((n.Var(name),), prose(sentences()[f"symbol.{name}"]))) for name in names)
    columns = (n.Column(say("symbols.symbol")), n.Column(say("symbols.meaning")))
    table = n.Table(say("site.glossary_lead"), columns, rows)
    heading = n.Heading(1, say("site.glossary"), "glossary")
    symbols = n.Heading(2, say("site.glossary_symbols"), "symbols")
    content = Markup("\n").join((markup_of([heading]), _words(), markup_of([symbols, table])))
    return written("base", "glossary.html", plain("site.glossary"), content=content)


def _words() -> Markup:
    """The hand-written words; each has its name as its anchor."""
    text = (resource("site") / "glossary.md").read_text(encoding="utf-8")
    listed = markdown.markdown(text, extensions=["def_list"])
    return Markup(TERM.sub(lambda found: f'<dt id="{slugify(found[1], "-")}">', listed))  # our own


def changelog_page() -> str:
    """The changelog as it is written, in Markdown."""
    text = (resource("site") / "changelog.md").read_text(encoding="utf-8")
    text = text.replace("](../README.md", "](https://pypi.org/project/explain-memory/")
    return written(
        "base",
        "changelog.html",
        plain("site.changelog"),
        content=Markup(markdown.markdown(text)),  # our own text
    )
