"""Gradient checkpointing in the textbook account: borders, the largest segment, and the price.

The values at the borders of the segments are kept, and those of one segment at a time. The
price is a second forward pass through all segments but the last.
"""

from __future__ import annotations

from math import isqrt
from typing import Any

from explainer.graph import Graph
from explainer.maths import largest, total
from explainer.maths.formulary import Formulary
from explainer.memory.network import totals_of
from explainer.memory.plan import Plan
from explainer.memory.textbook_segments import TextbookCut

# A sum of more terms is written kind by kind, and of more segments only the largest are compared.
TERMS = 12
LARGEST_COMPARED = 3

rule = Formulary()
checkpointing = Formulary()


@rule.formula()
def layers_kept(k, n):
    """If all n layers had a values each, k·a at the borders and (n/k)·a in one segment would be
    kept: this many times a."""
    return k + n / k


@checkpointing.formula()
def border_values(*E):
    """What the segments begin with is kept through the whole step, the image included."""
    return total(*E)


@checkpointing.formula()
def segment_values(*S):
    """Only one segment at a time has all its values, so the largest one decides."""
    return largest(*S)


@checkpointing.formula()
def values_kept(border_values, segment_values):
    """At most this is there at once: the borders, and the values of the largest segment."""
    return border_values + segment_values


@checkpointing.mistake(instead_of="values_kept", when=lambda v: v["k"] > 1)
def checkpoint_borders_forgotten(segment_values):
    """A segment can only run again from its first values: those of all segments are kept."""
    return segment_values


@checkpointing.mistake(instead_of="values_kept", when=lambda v: v["k"] > 1)
def checkpointing_divides_by_k(activations, k):
    """Segments don't hold equally many values, and the borders are kept beside them."""
    return activations / k


@checkpointing.formula(name="bytes_of_kept_values")
def bytes_of_kept_values(values_kept, b, batch=1):
    """Every image of the batch has values of its own."""
    return values_kept * batch * b


@checkpointing.formula(when=lambda v: v["macs"] > 0)
def macs_again(macs, macs_of_last):
    """All segments but the last run forward twice, which costs their products once more."""
    return macs - macs_of_last


def rule_of_root(n: int) -> int:
    """The whole number of segments at which k + n / k is least: next to √n, the lower of equals.

    >>> rule_of_root(16), rule_of_root(39), rule_of_root(2)
    (4, 6, 1)
    """
    low = isqrt(n)
    # k + n/k compared at low and low + 1, multiplied by both.
    return low if n <= low * (low + 1) else low + 1


def checkpointing_values(cut: TextbookCut, plan: Plan) -> dict[str, Any]:
    """The numbers that the formulas look up, by their symbols, and what they give."""
    sums = totals_of(cut.graph)
    last = cut.graph.nodes[cut.segments[-1].first :]
    values: dict[str, Any] = {
        "E": _terms(cut),
        "S": _compared(cut),
        "k": len(cut.segments),
        "activations": sums.activations,
        "macs": sums.macs or 0,
        "macs_of_last": sum(node.count("macs") for node in last),
        "b": plan.bytes_per_value,
        "batch": plan.batch,
    }
    for name, formula in checkpointing.formulas_for(values).items():
        values[name] = formula.value(formula.arguments(values))
    return values


def _terms(cut: TextbookCut) -> dict[str, int]:
    """What each segment adds to the borders; of many segments, kind by kind."""
    sizes = {str(i): size for i, size in enumerate(cut.border_values, 1) if size}
    return sizes if len(sizes) <= TERMS else cut.borders_by_kind()


def _compared(cut: TextbookCut) -> dict[str, int]:
    """The segments, by their numbers; of many only the largest."""
    sizes = list(enumerate(cut.segment_values, 1))
    if len(sizes) > TERMS:
        most = sorted(sizes, key=lambda each: -each[1])[:LARGEST_COMPARED]
        sizes = sorted(most)
    return {str(i): size for i, size in sizes}
