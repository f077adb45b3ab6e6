"""Tables that only lessons have: layers with their sums, moments, a small image unfolded."""

from __future__ import annotations

from explainer.layers.layer import Keeps
from explainer.memory.textbook.alive import Moment, moments_of_inference, peak_of_inference
from explainer.memory.textbook.sums import totals_of
from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.wording import joined, shape_text
from explainer.report.layer import setting_texts


def layers_table(graph: Graph, name: str) -> n.Table:
    """The layers that store values of their own; those that overwrite are left out."""
    columns = (
        n.Column(say("glance.layer")), n.Column(say("glance.output"), "number"),
        n.Column(say("glance.activations"), "number"),
        n.Column(say("glance.parameters"), "number"),
    )  # fmt: skip
    rows = tuple(
        n.Row(((n.User(x.name),), shape_text(x.output), (n.Num(x.count("activations")),),
               (n.Num(x.count("parameters")),)))
        for x in graph.nodes
        if x.keeps is Keeps.NEW
    )  # fmt: skip
    sums = totals_of(graph)
    footer = n.Row((say("training.total"), (), (n.Num(sums.activations),),
                    (n.Num(sums.parameters),)))  # fmt: skip
    return n.Table(say("lesson.layers", name=name), columns, rows, (footer,))


def given_table(graph: Graph, name: str) -> n.Table:
    """What an exercise gives: the kind of each layer, its settings and its output."""
    columns = (
        n.Column(say("glance.layer")), n.Column(say("glance.kind")),
        n.Column(say("glance.output"), "number"),
    )  # fmt: skip
    rows = tuple(_given(node) for node in graph.nodes if node.keeps is Keeps.NEW)
    return n.Table(say("lesson.layers", name=name), columns, rows)


def _given(node: Node) -> n.Row:
    kind: list[n.Inlines] = [(n.Code(node.kind),), *((n.Code(t),) for t in setting_texts(node))]
    return n.Row(((n.User(node.name),), joined(kind), shape_text(node.output)))


def moments_table(graph: Graph, name: str) -> n.Table:
    """A row for each layer that computes: what is alive then. The largest is marked."""
    peak = peak_of_inference(graph).at
    columns = (
        n.Column(say("lesson.moment")), n.Column(say("lesson.alive")),
        n.Column(say("lesson.alive_values"), "number"),
    )  # fmt: skip
    rows = tuple(
        _moment(one, graph, one.at == peak)
        for one in moments_of_inference(graph)
        if graph.nodes[one.at].keeps is Keeps.NEW
    )
    return n.Table(say("lesson.moments", name=name), columns, rows)


def _moment(one: Moment, graph: Graph, most: bool) -> n.Row:
    names = joined(
        [
            say("lesson.alive_one", name=n.User(graph.nodes[i].name), values=size)
            for i, size in zip(one.alive, one.sizes, strict=True)
        ]
    )
    at: n.Inlines = (n.User(graph.nodes[one.at].name),)
    total: n.Inlines = (n.Num(one.total),)
    if most:
        at, total = say("lesson.most", name=n.Strong(at)), (n.Strong(total),)
    return n.Row((at, names, total))


def unfolding(height: int, width: int, kernel: int) -> list[n.Block]:
    """An image whose values are numbered, and the matrix that its windows make."""
    places = [(y, x) for y in range(height - kernel + 1) for x in range(width - kernel + 1)]
    taps = [(j, i) for j in range(kernel) for i in range(kernel)]
    image = [[y * width + x + 1 for x in range(width)] for y in range(height)]
    matrix = [[image[y + j][x + i] for y, x in places] for j, i in taps]
    sizes = {"height": height, "width": width, "kernel": kernel}
    counts = {"places": len(places), "taps": len(taps), "values": len(places) * len(taps)}
    return [
        _grid(image, say("lesson.image", **sizes), "lesson.row"),
        _grid(matrix, say("lesson.matrix", **counts), "lesson.tap"),
    ]


def _grid(rows: list[list[int]], caption: n.Inlines, label: str) -> n.Table:
    head = "lesson.window" if label == "lesson.tap" else "lesson.column"
    titles = [say(head, number=i + 1) for i in range(len(rows[0]))]
    columns = (n.Column(()), *(n.Column(title, "number") for title in titles))
    cells = (
        n.Row((say(label, number=i), *((n.Num(value),) for value in row)))
        for i, row in enumerate(rows, 1)
    )
    return n.Table(caption, columns, tuple(cells))
