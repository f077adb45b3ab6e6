"""A page about two networks: how both are run, their sums, their layers."""

from __future__ import annotations

from explainer.language import sentence
from explainer.network.case import Case
from explainer.network.node import Node
from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.steps import Seen
from explainer.page.symbols_table import symbols_table
from explainer.page.wording import joined, shape_text, shapes_text
from explainer.questions.comparison.beside import sums_table
from explainer.questions.comparison.figures import Beside
from explainer.questions.comparison.reasons_page import training_in_both
from explainer.questions.comparison.rows import Row, in_both
from explainer.questions.comparison.verdicts import verdicts

Names = tuple[n.Inlines, n.Inlines]


def compare_page(beside: Beside) -> n.Page:
    """The whole page."""
    one, other = beside.first, beside.second
    names = names_of(one, other)
    seen = Seen()
    told, why = verdicts(beside, names), training_in_both(one, other, names, seen)
    blocks: list[n.Block] = [
        n.Heading(1, say("compare.title", first=names[0], second=names[1]), "top"),
        n.Paragraph(say("compare.lead"), "lead"),
        n.Heading(2, say("part.given"), "given"),
        _given(one, other, names),
        n.Paragraph(say("compare.account")),
        n.Paragraph(say("given.units")),
        *symbols_table(list(seen.symbols)),
        n.Heading(2, say("part.beside"), "beside"),
        *([n.Listing(tuple(told))] if told else []),
        *sums_table(beside, names),
        n.Paragraph(say("compare.factor", first=names[0], second=names[1])),
    ]
    if why:
        blocks += [n.Heading(4, say("compare.why")), *why]
    blocks += _chart(beside, names)
    if one.graph.nodes and other.graph.nodes:
        blocks += _layers(beside, names)
    return n.Page(
        sentence("compare.page_title", first=one.graph.name, second=other.graph.name), tuple(blocks)
    )


def names_of(one: Case, other: Case) -> Names:
    """What the two are called; networks of one name are told apart by their order."""
    first, second = n.User(one.graph.name), n.User(other.graph.name)
    if first.text != second.text:
        return (first,), (second,)
    return say("compare.the_first", name=first), say("compare.the_second", name=second)


def _given(one: Case, other: Case, names: Names) -> n.Table:
    columns = (n.Column(say("compare.what")), n.Column(names[0]), n.Column(names[1]))
    rows = [n.Row((say("compare.input"), _input(one), _input(other)))]
    for key in ("batch", "dtype", "optimizer"):
        both = (getattr(case.plan, key) for case in (one, other))
        cells = [(n.Num(v),) if isinstance(v, int) else (n.Code(v),) for v in both]
        rows.append(n.Row((say(f"compare.{key}"), *cells)))
    counts = [(n.Num(len(case.graph.layers)),) for case in (one, other)]
    rows.append(n.Row((say("compare.layers"), *counts)))
    return n.Table(say("compare.given"), columns, tuple(rows))


def _input(case: Case) -> n.Inlines:
    inputs = case.graph.inputs
    return joined([shapes_text(node) for node in inputs]) if inputs else say("comparison.unknown")


def _chart(beside: Beside, names: Names) -> list[n.Block]:
    """Stored values and parameters of both, each on its own scale; those known of both."""
    drawn: tuple[d.Series, ...] = ("activations", "parameters")
    shown = {key: both for key in drawn if (both := beside.totals[key].both) is not None}
    if not shown:
        return []
    rows = tuple(
        d.BarRow(name, tuple(both[index] for both in shown.values()))
        for index, name in enumerate(names)
    )
    series = tuple((key, say(f"glance.{key}")) for key in shown)
    counts = {
        f"{key}_{place}": count
        for key, both in shown.items()
        for place, count in enumerate(both, 1)
    }
    ending = "" if len(shown) == len(drawn) else f"_{next(iter(shown))}"
    told = say(f"compare.chart_sentence{ending}", first=names[0], second=names[1], **counts)
    return [n.Figure(d.BarChart(series, rows), say("compare.chart"), told)]


def _names_in_both(shared: int, alike: int) -> n.Inlines:
    """How many names stand in both networks, and how many of those are layers alike."""
    if not shared:
        return say("compare.no_names")
    if shared == alike:
        return say("compare.all_alike", shared=shared)
    if not alike:
        return say("compare.names_unlike", shared=shared)
    return say("compare.names", shared=shared, alike=alike)


def _layers(beside: Beside, names: Names) -> list[n.Block]:
    """All layers by name; those that both have stand side by side."""
    rows = beside.rows
    both = in_both(rows)
    shared = sum(bool(node.sources) for node, _ in both)
    alike = sum(_same(first, second) for first, second in both if first.sources)
    columns = (
        n.Column(say("glance.layer")),
        n.Column(say("compare.network")),
        n.Column(say("glance.output")),
        n.Column(say("glance.activations"), "number"),
        n.Column(say("glance.parameters"), "number"),
    )
    shown = tuple(line for name, row in rows.items() for line in _rows(name, row, names))
    return [
        n.Heading(2, say("part.layers_beside"), "layers"),
        n.Paragraph(_names_in_both(shared, alike)),
        n.Table(say("compare.table"), columns, shown),
    ]


def _same(first: Node, second: Node) -> bool:
    counts = ("activations", "parameters")
    same = first.kind == second.kind and first.output == second.output
    return same and all(first.count(c) == second.count(c) for c in counts)


def _rows(name: str, row: Row, names: Names) -> list[n.Row]:
    """One row where both are alike, else one for each network that has the layer."""
    first, second = row
    if first and second and _same(first, second):
        return [_row(name, say("compare.both"), first)]
    return [_row(name, of, node) for of, node in zip(names, row, strict=True) if node is not None]


def _row(name: str, of: n.Inlines, node: Node) -> n.Row:
    counts = [node.count(count) for count in ("activations", "parameters")]
    cells = [(n.Num(count),) for count in counts]
    return n.Row(((n.User(name),), of, shape_text(node.output), *cells), quiet=not any(counts))
