"""The table of a network: of each row its output, values, weights, bytes, and its training."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from explainer.language import number
from explainer.layers.traits import Does
from explainer.maths.tree import Number, Product, Tree, with_numbers
from explainer.network.case import Case
from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.wording import joined
from explainer.report.rows import Group, TableRow

# A column: its title, how it is set, and its cell in a row.
Cell = Callable[[TableRow], n.Inlines]
ColumnOf = tuple[n.Column, Cell]
# So many of a row are each named.
NAMED = 2
NONE: n.Inlines = (n.Words("\N{EN DASH}"),)


def table_of(
    case: Case, rows: Sequence[TableRow], caption: n.Inlines, inside_of: str = ""
) -> n.Table:
    """The rows with their sums; layers as products, blocks by what is inside them.

    inside_of: the block that all rows lie in; their names are told without its own.
    """
    blocks = any(row.first.layer is None for row in rows)
    columns = _of_blocks(case) if blocks else _of_layers(case)
    if inside_of:
        name = columns[0][1]
        columns[0] = (columns[0][0], lambda row: _within(name(row), f"{inside_of}."))
    return n.Table(
        caption,
        tuple(column for column, _ in columns),
        tuple(n.Row(tuple(cell(row) for _, cell in columns)) for row in rows),
        (n.Row(_sums(case, rows, products=not blocks)),),
    )


def _within(name: n.Inlines, block: str) -> n.Inlines:
    """A name without the block's, which the caption has."""
    return tuple(
        replace(part, text=part.text.removeprefix(block)) if isinstance(part, n.User) else part
        for part in name
    )


def _of_layers(case: Case) -> list[ColumnOf]:
    return [
        (n.Column(say("rows.layer"), "name"), name_of_row),
        (n.Column(say("rows.output"), aside=True, spare=4), output),
        (n.Column((), "product", aside=True, spare=1), values_worked),
        (n.Column(say("rows.values"), "number"), _counted("activations")),
        (n.Column((), "product", aside=True, spare=1), weights_worked(case.graph)),
        (n.Column(say("rows.weights"), "number"), _counted("weights")),
        *_numbers(case),
    ]


def _of_blocks(case: Case) -> list[ColumnOf]:
    return [
        (n.Column(say("rows.block"), "name"), name_and_count),
        (n.Column(say("rows.inside"), aside=True, spare=5), inside(case.graph)),
        (n.Column(say("rows.output"), aside=True, spare=4), change),
        (n.Column(say("rows.values"), "number"), _counted("activations")),
        (n.Column(say("rows.weights"), "number"), _counted("weights")),
        *_numbers(case),
    ]


def _numbers(case: Case) -> list[ColumnOf]:
    b = case.plan.bytes_per_value
    training = say("rows.training", batch=case.plan.batch)
    return [
        (n.Column(say("rows.biases"), "number", spare=2), _counted("biases")),
        (n.Column(say("rows.bytes"), "number", aside=True, spare=3), _counted("activations", b)),
        (n.Column(training, "number", aside=True), lambda row: _number(row.training)),
    ]


def _sums(case: Case, rows: Sequence[TableRow], *, products: bool) -> tuple[n.Inlines, ...]:
    def whole(quantity: str) -> int:
        return sum(row.count(quantity) for row in rows)

    values = whole("activations")
    return (
        say("glance.of_total"), (), (), _number(values), *(((),) if products else ()),
        _number(whole("weights")), _number(whole("biases")),
        _number(values * case.plan.bytes_per_value), _number(sum(row.training for row in rows)),
    )  # fmt: skip


def _counted(quantity: str, times: int = 1) -> Cell:
    return lambda row: _number(row.count(quantity) * times)


def _number(value: int) -> n.Inlines:
    return (n.Num(value),) if value else NONE


def name_of_row(row: TableRow) -> n.Inlines:
    """What the row is called: two by their names, more by the first and the last."""
    first, last = n.User(row.first.name), n.User(row.groups[-1].name)
    match row.times:
        case 1:
            return (first,)
        case 2:
            return say("rows.two", first=first, last=last)
        case _:
            return say("rows.many", first=first, last=last)


def name_and_count(row: TableRow) -> n.Inlines:
    """The same, with how many there are where only the first and the last are named."""
    if row.times <= NAMED:
        return name_of_row(row)
    first, last = n.User(row.first.name), n.User(row.groups[-1].name)
    return say("rows.many_alike", first=first, last=last, count=row.times)


def output(row: TableRow) -> n.Inlines:
    """The shapes of what the row gives: 224×224×64, or a number of features."""
    shapes = [each.shape for each in row.first.nodes[-1].outputs]
    grouped = all(len(shape) == 1 for shape in shapes)
    return joined([_sides(shape, grouped=grouped) for shape in shapes])


def _sides(shape: Sequence[int], *, grouped: bool = True) -> n.Inlines:
    """A shape as 224×224×64; a number of features grouped, as it stands beside its values.

    grouped: not where it stands beside a shape of several sides.
    """
    if len(shape) == 1 and grouped:
        return (n.Num(shape[0]),)
    return (n.Words("×".join(map(str, shape))),)


def change(row: TableRow) -> n.Inlines:
    """What a block makes of what it takes, where that is another shape; else its output."""
    group = row.first
    taken, given = group.nodes[0].inputs[0], group.nodes[-1].output
    if group.layer is not None or taken == given:
        return output(row)
    return (*_sides(taken), n.Words(" → "), *output(row))


def values_worked(row: TableRow) -> n.Inlines:
    """The values as a product, 224·224·64; nothing where it is no product of the output."""
    node = row.first.nodes[0]
    if math.prod(node.output) != node.count("activations"):
        return ()
    if len(node.output) == 1 and row.times == 1:
        return ()
    return _times(row, n.Words("·".join(map(number, node.output))))


def weights_worked(graph: Graph) -> Cell:
    """The weights as a product, 3·3·3·64."""

    def cell(row: TableRow) -> n.Inlines:
        worked = _weights_of(row.first.nodes[0], graph)
        return () if worked is None else _times(row, n.Maths(worked))

    return cell


def _times(row: TableRow, *worked: n.Inline) -> n.Inlines:
    return worked if row.times == 1 else (n.Words(f"{row.times} × "), *worked)


def _weights_of(node: Node, graph: Graph) -> Tree | None:
    """The numbers of the weights' formula; a dense layer's behind a volume show its sides."""
    formula = node.formulas.get("weights")
    if formula is None or not node.count("weights"):
        return None
    arguments = formula.arguments(node.values)
    if set(arguments) == {"n_in", "n_out"} and len(volume := _flattened(node, graph)) > 1:
        return Product((*map(Number, volume), Number(arguments["n_out"])))
    worked = with_numbers(formula.form(arguments), arguments)
    return None if isinstance(worked, Number) else worked


def _flattened(node: Node, graph: Graph) -> tuple[int, ...]:
    """The sides of the volume that was flattened for a layer; none for any other."""
    before = graph.nodes[node.sources[0]]
    while before.sources and before.storage != before.index:
        if before.layer.does is Does.FLATTENS:
            return tuple(side for side in before.inputs[0] if side > 1)
        before = graph.nodes[before.sources[0]]
    return ()


def inside(graph: Graph) -> Cell:
    """What a block is made of: of one layer its weights, of more the kinds with their counts."""

    def cell(row: TableRow) -> n.Inlines:
        if row.first.layer is None:
            whole = inside_of(row.first)
            return whole if row.times == 1 else say("rows.times", count=row.times, block=whole)
        worked = _weights_of(row.first.layer, graph)
        if not row.first.layer.sources:
            return ()
        kind = n.Code(row.first.layer.kind)
        told = (kind,) if worked is None else (kind, n.Words(" "), n.Maths(worked))
        return _times(row, *told)

    return cell


def inside_of(group: Group) -> n.Inlines:
    """The kinds of a block with their counts."""
    counts = Counter(group.kinds)
    return joined([
        (n.Code(kind),) if count == 1 else (n.Words(f"{count} "), n.Code(kind))
        for kind, count in counts.items()
    ])  # fmt: skip
