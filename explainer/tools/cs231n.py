"""The table in the notes of CS231n, whose total for VGG-16 has been copied into many posts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer.maths.formulary import Formulary
from explainer.memory.textbook.sums import network_values, totals_of
from explainer.network.case import Case
from explainer.tools.finding import Known, Printed, Standing, Tool
from explainer.tools.printing import in_binary_unit, in_thousands

# The table's network, by its image, its rows added up exactly, and its weights.
TABLE = ((224, 224, 3), 15_237_608, 138_344_128)
PRINTED = "TOTAL memory: 24M * 4 bytes ~= 93MB / image (only forward! ~*2 for bwd)"

rule = Formulary()


def is_the_table(values: Mapping[str, Any]) -> bool:
    """Whether the network is the one that the table is about."""
    return "A_in_full" in values


@rule.formula(name="values_of_table", when=is_the_table)
def values_of_table(A_with_prefix, A_in_full):
    """Perhaps the rows of the dense layers, printed as 4096, 4096 and 1000, were added as
    if they had a K.
    """
    return A_with_prefix + 1000 * A_in_full


@rule.formula(name="size_of_table", unit="bytes", when=is_the_table)
def size_of_table(values_of_table):
    """A value has 4 bytes."""
    return values_of_table * 4


@rule.formula(name="size_of_rows", unit="bytes")
def size_of_rows(activations):
    """The table has a row for each stored volume, the <image|input> among them, and 4 bytes a
    value.
    """
    return activations * 4


def known(case: Case) -> Known:
    """The stored values; of the table's own network its rows, by how they are printed."""
    sums = totals_of(case.graph)
    values: dict[str, Any] = dict(sums.given("activations"))
    if not values:
        return Known(missing="not_given")
    if (tuple(case.graph.spec.input), sums.activations, sums.weights) == TABLE:
        rows = network_values(case.graph)
        values |= {name: rows[name] for name in ("A_with_prefix", "A_in_full")}
    return Known(values)


def _lines(values: Mapping[str, Any]) -> tuple[Printed, ...]:
    rows = Printed("size_of_rows", _text, divisor=2**20, unit="MB")
    if not is_the_table(values):
        return (rows,)
    return Printed("size_of_table", lambda *_: PRINTED, divisor=2**20, unit="MB"), rows


def _text(size: int, _: int) -> str:
    shown = in_binary_unit(size).replace(" ", "").replace("i", "")  # MiB are called MB there
    return f"{in_thousands(size // 4)} * 4 bytes ~= {shown} / image"


def _standing(values: Mapping[str, Any]) -> Standing:
    return "hypothesis" if is_the_table(values) else "exact"


CS231N = Tool(
    "cs231n",
    "CS231n's table",
    "https://cs231n.github.io/convolutional-networks/#case",
    rule,
    _lines,
    known,
    beside="stored_once",
    standing=_standing,
)
