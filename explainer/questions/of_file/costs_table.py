"""What each layer costs in training: a few in a sentence, more in a table, with their sum."""

from __future__ import annotations

from fractions import Fraction

from explainer.memory.textbook.layer_costs import LayerCost, layer_costs_of
from explainer.network.case import Case
from explainer.network.units import UNITS_OF_MEMORY, readable_units
from explainer.page import nodes as n
from explainer.page.digits import rounded
from explainer.page.sentences import say
from explainer.page.wording import both_units, joined

DECIMALS = 2
# So many are told in a sentence.
FEW = 12
# Above this the layers of a block are one row.
MOST_ROWS = 25
# A row: what goes with the parameters, with the values, and the two together.
Sums = tuple[int, int, int]


def costs_words(case: Case) -> n.Inlines:
    """The layers that take anything, each with its size, and the sum; or the sum alone."""
    costs = _costs(case)
    whole = sum(cost.total for cost in costs)
    if not 0 < len(costs) <= FEW:
        return say("asked.rows", total=whole, units=both_units(whole))
    unit = readable_units(whole)[0]
    each = [
        say("asked.row", layer=n.User(cost.name), size=_in_unit(cost.total, unit)) for cost in costs
    ]
    return say("asked.rows_few", unit=unit, rows=joined(each), total=whole, units=both_units(whole))


def _costs(case: Case) -> list[LayerCost]:
    return [cost for cost in layer_costs_of(case) or () if cost.total]


def _in_unit(size: int, unit: str) -> n.Inlines:
    return (n.Words(rounded(Fraction(size, UNITS_OF_MEMORY[unit]), DECIMALS)),)


def costs_table(case: Case) -> n.Table | None:
    """The layers that take anything, with their sums; many are added up by blocks.

    None where they are few, and a sentence tells them.
    """
    costs = _costs(case)
    if len(costs) <= FEW:
        return None
    rows = _grouped(costs)
    whole = sum(cost.total for cost in costs)
    unit = readable_units(whole)[0]
    columns = (
        n.Column(say("glance.layer")),
        n.Column(say("asked.column_parameters"), "number"),
        n.Column(say("asked.column_values"), "number"),
        n.Column(say("asked.column_together"), "number"),
        n.Column((n.Words(unit),), "number"),
    )
    sums = [sum(column) for column in zip(*rows.values(), strict=True)]
    caption = say("asked.costs", batch=case.plan.batch, optimizer=n.Code(case.plan.optimizer))
    return n.Table(
        caption,
        columns,
        tuple(n.Row(((n.User(name),), *_cells(row, unit))) for name, row in rows.items()),
        (n.Row((say("asked.sum"), *_cells(sums, unit))),),
    )


def _cells(sums: Sums | list[int], unit: str) -> tuple[n.Inlines, ...]:
    return (*((n.Num(each),) for each in sums), _in_unit(sums[-1], unit))


def _grouped(costs: list[LayerCost]) -> dict[str, Sums]:
    """The rows by name; where they are too many, those whose names begin alike are one."""
    depth = 1 + max(cost.name.count(".") for cost in costs)
    while depth > 1 and len({_beginning(cost.name, depth) for cost in costs}) > MOST_ROWS:
        depth -= 1
    rows: dict[str, Sums] = {}
    for cost in costs:
        name = _beginning(cost.name, depth)
        learnt, kept, whole = rows.get(name, (0, 0, 0))
        own = cost.parameters + cost.gradients + cost.optimizer
        rows[name] = (learnt + own, kept + cost.total - own, whole + cost.total)
    return rows


def _beginning(name: str, depth: int) -> str:
    return ".".join(name.split(".")[:depth])
