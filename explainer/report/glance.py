"""The whole network at a glance: the table of all layers, where memory lies, the volumes."""

from __future__ import annotations

from fractions import Fraction

from explainer.memory.textbook.sums import totals_of
from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.steps import Seen
from explainer.page.wording import shapes_text
from explainer.report.layer import anchor
from explainer.report.overview import overview
from explainer.report.where_memory_lies import where_memory_lies
from explainer.results.results import Results


def glance_blocks(work: Results, seen: Seen) -> list[n.Block]:
    """The table, then the pictures with their sentences."""
    graph = work.graph
    if work.bare:
        return []
    blocks: list[n.Block] = [n.Heading(2, say("part.glance"), "glance"), table(graph)]
    blocks += where_memory_lies(work)
    volumes = overview(graph)
    return [*blocks, volumes] if volumes else blocks


def table(graph: Graph) -> n.Table:
    """All layers with their outputs, values and parameters, and the sums under them."""
    most_a = max(node.count("activations") for node in graph.nodes)
    most_p = max(node.count("parameters") for node in graph.nodes)
    rows = tuple(_row(node, most_a, most_p) for node in graph.nodes)
    totals = totals_of(graph)
    footer = n.Row((
        say("glance.of_total"), (), (), (n.Num(totals.activations),), (),
        (n.Num(totals.parameters),), (),
    ))  # fmt: skip
    columns = (
        n.Column(say("glance.layer")), n.Column(say("glance.kind"), aside=True),
        n.Column(say("glance.output"), aside=True),
        n.Column(say("glance.activations"), "number"), n.Column((), "bar", aside=True),
        n.Column(say("glance.parameters"), "number"), n.Column((), "bar", aside=True),
    )  # fmt: skip
    return n.Table(say("glance.caption", name=n.User(graph.name)), columns, rows, (footer,))


def _row(node: Node, most_a: int, most_p: int) -> n.Row:
    a, p = node.count("activations"), node.count("parameters")
    name: n.Inlines = (n.Link((n.User(node.name),), f"#{anchor(node)}"),)
    return n.Row(
        (
            name, (n.Code(node.kind),), shapes_text(node),
            (n.Num(a),), n.Bar(Fraction(a, most_a or 1), "activations"),
            (n.Num(p),), n.Bar(Fraction(p, most_p or 1), "parameters"),
        ),
        quiet=not a and not p,
    )  # fmt: skip
