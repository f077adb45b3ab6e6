"""Gradient checkpointing in the textbook account: borders, the largest segment, and the price.

The values at the borders of the segments are kept, and those of one segment at a time. The
price is a second forward pass through all segments but the last.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any

from explainer.maths import ceil, largest, total
from explainer.maths.formulary import Formulary
from explainer.maths.tree import Product, Quotient, Sum, Symbol, Tree
from explainer.memory.textbook.sums import totals_of
from explainer.network.graph import Graph
from explainer.network.plan import Plan
from explainer.network.segments import cut
from explainer.questions.checkpointing.textbook import TextbookCut

# A sum of more terms is written kind by kind, and of more segments only the largest are compared.
TERMS = 12
LARGEST_COMPARED = 3

rule = Formulary()
checkpointing = Formulary("training")


def values_of_equal_layers() -> Tree:
    """k·a + (n/k)·a: what a chain of n layers with a values each keeps in k segments."""
    a, k, n = Symbol("a"), Symbol("k"), Symbol("n")
    return Sum((Product((k, a)), Product((Quotient(n, k), a))))


@rule.formula(unit="layers")
def layers_kept(k, n):
    """This is the same sum, counted in layers instead of values."""
    return k + n / k


@checkpointing.formula()
def borders(*E):
    """The values that a segment begins with are kept until it has run again; the <image|input> is
    among them.
    """
    return total(*E)


@checkpointing.formula()
def largest_segment(*S):
    """Only one segment at a time has all its values, so the largest one decides."""
    return largest(*S)


@checkpointing.formula()
def values_kept(borders, largest_segment):
    """At most, the values at the borders and those of the largest segment are there at once."""
    return borders + largest_segment


values_kept.mistake(
    "checkpoint_borders_forgotten",
    borders=0,
    when=lambda v: v["k"] > 1,
    says="A segment can only run again from the values that it begins with, so these are kept for "
    "every segment.",
)


@checkpointing.mistake(instead_of=values_kept, when=lambda v: v["k"] > 1)
def checkpointing_divides_by_k(activations, k):
    """A segment need not hold an equal share of the values, and the values at the borders are kept
    too.
    """
    return ceil(activations / k)


@checkpointing.formula(part="kept_values")
def bytes_of_kept_values(values_kept, b, batch=1):
    """Every <image|example> of the batch has values of its own."""
    return values_kept * batch * b


@checkpointing.formula(unit="macs", when=lambda v: v["macs"] > 0)
def macs_again(macs, macs_of_last):
    """All segments but the last run forward twice, so their multiply-accumulates are done once
    more.
    """
    return macs - macs_of_last


def candidates(n: int) -> tuple[int, int]:
    """The whole numbers around √n, or √n itself and the next one."""
    return isqrt(n), isqrt(n) + 1


def rule_of_root(n: int) -> int:
    """The whole number of segments at which k + n/k is least; of two equals the lower.

    >>> rule_of_root(16), rule_of_root(39), rule_of_root(2)
    (4, 6, 1)
    """
    return min(candidates(n), key=lambda k: k + Fraction(n, k))


def macs_of_second_runs(graph: Graph, k: int) -> int:
    """The multiply-accumulates of all segments but the last."""
    return sum(node.count("macs") for node in graph.nodes[: cut(graph, k)[-1].first])


def checkpointing_values(parts: TextbookCut, plan: Plan) -> dict[str, Any]:
    """The numbers that the formulas look up, by their symbols, and what they give."""
    sums = totals_of(parts.graph)
    last = parts.graph.nodes[parts.segments[-1].first :]
    values: dict[str, Any] = {
        "E": _terms(parts),
        "S": _compared(parts),
        "k": len(parts.segments),
        "activations": sums.activations,
        "macs": sums.macs or 0,
        "macs_of_last": sum(node.count("macs") for node in last),
        "b": plan.bytes_per_value,
        "batch": plan.batch,
    }
    for name, formula in checkpointing.formulas_for(values).items():
        values[name] = formula.value(formula.arguments(values))
    return values


def _terms(parts: TextbookCut) -> dict[str, int]:
    """What each segment adds to the borders; of many segments, kind by kind."""
    sizes = {str(i): size for i, size in enumerate(parts.border_values, 1) if size}
    return sizes if len(sizes) <= TERMS else parts.borders_by_kind()


def _compared(parts: TextbookCut) -> dict[str, int]:
    """The segments, by their numbers; of many only the largest."""
    sizes = list(enumerate(parts.segment_values, 1))
    if len(sizes) > TERMS:
        most = sorted(sizes, key=lambda each: -each[1])[:LARGEST_COMPARED]
        sizes = sorted(most)
    return {str(i): size for i, size in sizes}
