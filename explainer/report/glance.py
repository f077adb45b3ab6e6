"""The whole network at a glance: the table of all layers, the charts, the volumes."""

from __future__ import annotations

from fractions import Fraction

from explainer.memory.textbook.sums import totals_of
from explainer.network.graph import Graph, Node
from explainer.page import nodes as n
from explainer.page.sentences import Part, say
from explainer.page.wording import shapes_text, share_text
from explainer.report.layer import anchor
from explainer.report.overview import overview
from explainer.results.results import Results

# Above this a chart adds layers up by the first parts of their names.
ROWS_OF_A_CHART = 32


def glance_blocks(work: Results) -> list[n.Block]:
    """The table, then the pictures with their sentences."""
    graph = work.graph
    blocks: list[n.Block] = [n.Heading(2, say("part.glance"), "glance"), table(graph)]
    blocks.append(_chart(graph))
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


def _chart(graph: Graph) -> n.Figure:
    counted = [
        node for node in graph.nodes if node.count("activations") or node.count("parameters")
    ]
    each = {node.name: (node.count("activations"), node.count("parameters")) for node in counted}
    depth = _depth(list(each))
    sums: dict[str, list[int]] = {}
    for name, (activations, parameters) in each.items():
        row = sums.setdefault(_group(name, depth), [0, 0])
        row[0] += activations
        row[1] += parameters
    rows = tuple(n.BarRow((n.User(name),), (a, p)) for name, (a, p) in sums.items())
    series: tuple[tuple[n.Series, n.Inlines], ...] = (
        ("activations", say("glance.activations")),
        ("parameters", say("glance.parameters")),
    )
    caption = say("glance.chart_grouped" if len(sums) < len(each) else "glance.chart")
    return n.Figure(n.BarChart(series, rows), caption, _most(each))


def _group(name: str, depth: int) -> str:
    """The first parts of a dotted name."""
    return ".".join(name.split(".")[:depth])


def _depth(names: list[str]) -> int:
    """The most parts of the names at which the chart still has few enough rows."""
    deepest = max(name.count(".") for name in names) + 1
    fitting = [
        d for d in range(1, deepest + 1) if len({_group(x, d) for x in names}) <= ROWS_OF_A_CHART
    ]
    return max(fitting, default=1)


def _most(sums: dict[str, tuple[int, int]]) -> n.Inlines:
    """Where most values and most parameters are, and whether that is the same place."""
    values = {name: row[0] for name, row in sums.items()}
    learnt = {name: row[1] for name, row in sums.items()}
    told = _top("activations", values)
    if not any(learnt.values()):
        return (*told, n.Words(" "), *say("glance.no_parameters"))
    shared = set(_tops(values)) & set(_tops(learnt))
    place = say("glance.most_together" if shared else "glance.most_apart")
    return (*told, n.Words(" "), *_top("parameters", learnt), n.Words(" "), *place)


def _tops(counts: dict[str, int]) -> list[str]:
    most = max(counts.values())
    return [name for name, count in counts.items() if count == most]


def _top(what: str, counts: dict[str, int]) -> n.Inlines:
    """Who has the most; the first of several where some have equally many."""
    tops, whole = _tops(counts), sum(counts.values())
    most = counts[tops[0]]
    given: dict[str, Part] = {
        "layer": n.User(tops[0]),
        "most": most,
        "all": whole,
        "share": share_text(most, whole),
    }
    if len(tops) == 1:
        return say(f"glance.most_{what}", **given)
    return say(f"glance.most_{what}_tie", count=len(tops), **given)
