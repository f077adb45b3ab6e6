"""Slips of whoever works on from rounded, printed figures.

They are only looked for where a published figure has to be explained: a report without
claims doesn't speak of them.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from explainer.maths import Exact, total
from explainer.maths.formulary import Formulary
from explainer.maths.functions import floor, rounded_number
from explainer.memory.textbook.account import bytes_of_training
from explainer.memory.textbook.sums import PREFIX_FROM, activations, by_kind
from explainer.network.graph import Graph

printed_rows = Formulary("sums")
printed_parts = Formulary("training")


@printed_rows.mistake(
    instead_of=activations, name="rounded_before_summing", when=lambda v: v["tenths_matter"]
)
def tenths_of_thousands_summed(*K):
    """The rows were rounded to tenths of a thousand before they were added: round once, at the
    end.
    """
    return total(*K)


@printed_rows.mistake(
    instead_of=activations,
    name="prefix_lost_in_a_sum",
    when=lambda v: v["R_with_prefix"] and v["A_in_full"],
)
def prefix_lost_among_rounded_rows(R_with_prefix, A_in_full):
    """Some rows are rounded to thousands and some printed in full: those in full must not be taken
    as thousands.
    """
    return R_with_prefix + 1000 * A_in_full


@printed_parts.mistake(instead_of=bytes_of_training)
def rounded_before_summing(image_rounded, batch, parameters_rounded, M_rounded=0):
    """The parts were rounded before they were multiplied by the batch: round once, at the end."""
    return image_rounded * batch + parameters_rounded + M_rounded


def row_values(graph: Graph) -> dict[str, Any]:
    """The numbers that the formulas over printed rows look up, by their symbols."""
    rows = [node.count("activations") for node in graph.nodes]
    return {
        "K": by_kind(graph, lambda node: int(rounded_to(node.count("activations"), 100))),
        "tenths_matter": any(row % 100 for row in rows),
        "R_with_prefix": sum(rounded_number(row) for row in rows if row >= PREFIX_FROM),
        "A_in_full": sum(row for row in rows if row < PREFIX_FROM),
    }


def rounded_to(value: Exact, step: Exact) -> Exact:
    """A number, not negative, rounded half up to a multiple of the step."""
    steps: int = floor(Fraction(value) / step + Fraction(1, 2))
    return steps * step
