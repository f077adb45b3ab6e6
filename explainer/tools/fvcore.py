"""fvcore's ActivationCountAnalysis, which timm's tables are made with: convolutions and matmuls."""

from __future__ import annotations

from fractions import Fraction

from explainer.layers.attention_operations import PROJECTIONS
from explainer.layers.traits import Does
from explainer.maths import total
from explainer.maths.formulary import Formulary
from explainer.memory.framework.padding import padding_mode
from explainer.network.case import Case
from explainer.network.node import Node
from explainer.tools.finding import Known, Printed, Tool
from explainer.tools.modules import (
    inside_it,
    is_attention,
    own_output,
    values_of,
    word_for_same,
)
from explainer.tools.printing import decimals
from explainer.tools.tally import tally

rule = Formulary()


@rule.formula()
def outputs(*Y):
    """Only the outputs of convolutions and of matrix products are counted."""
    return total(*Y)


@rule.formula(name="values_of_batch")
def values_of_batch(outputs, batch):
    """Every <image|example> of the batch has outputs of its own; they are counted in values and not
    in bytes.
    """
    return outputs * batch


def known(case: Case) -> Known:
    """The outputs by kind."""
    if case.graph.totals is not None:
        return Known(missing="layers")
    if case.plan.dtype == "int8":
        return Known(missing="int8")
    found = tally(case.graph, _counted, _reason)
    return Known({"Y": found.counted, "batch": case.plan.batch}, found)


def _counted(node: Node) -> int:
    if is_attention(node):  # its two products with weights
        return (PROJECTIONS + 1) * values_of(node.output)
    if node.layer.does is Does.MULTIPLIES_MATRICES:
        return values_of(node.output)
    if not node.layer.does.sums_products or _has_no_handle(node):
        return 0
    return values_of(own_output(node)) + inside_it(node)


def _has_no_handle(node: Node) -> bool:
    """Whether torch is told `same` in a word: fvcore doesn't know the operation that it runs."""
    return word_for_same(node) and padding_mode(node) == "zeros"


def _reason(node: Node) -> str:
    if not node.sources:
        return "no_module"
    if is_attention(node):
        return "only_projections"
    if not node.layer.does.convolves:
        return "no_product"
    return "no_handle" if _has_no_handle(node) else "uncut"


def _text(count: int, _: int) -> str:
    return f"total: {count:,} ({decimals(Fraction(count, 10**6))}M)"


FVCORE = Tool(
    "fvcore",
    "fvcore and timm",
    "https://github.com/facebookresearch/fvcore/blob/main/fvcore/nn/activation_count.py",
    rule,
    lambda _: (Printed("values_of_batch", _text, counts="values"),),
    known,
    beside="values",
)
