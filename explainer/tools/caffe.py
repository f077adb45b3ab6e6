"""Caffe's log, `Memory required for data`: every top of every layer, in float32.

net.cpp adds `top_vecs_[layer_id][top_id]->count()` for each layer it sets up. A layer that
works in place has a top too; a blob that several layers read goes through a Split layer, which
has a top for each of them. A data layer has the images and the labels, the loss is one value. A
net that only declares its input, as deploy files used to, has no layer for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from explainer.layers.traits import Does
from explainer.maths import total
from explainer.maths.formulary import Formulary
from explainer.network.case import Case
from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.tools.finding import Known, Printed, Tool
from explainer.tools.modules import values_of
from explainer.tools.tally import Difference, not_of_its_own, tally

rule = Formulary()


@rule.formula()
def tops(*Y):
    """Every output (top) of every layer is counted, also of layers in place, and the
    <images|inputs> and labels too.
    """
    return total(*Y)


@rule.formula(name="size_of_data", unit="bytes")
def size_of_data(tops, batch):
    """Each <image|example> of the batch has tops of its own, the loss adds one value, and a value
    has 4 bytes.
    """
    return (tops * batch + 1) * 4


@rule.formula(name="tops_without_data")
def tops_without_data(*Q):
    """A net whose input is only declared has no layer for the <images|inputs>, no labels and no
    loss.
    """
    return total(*Q)


@rule.formula(name="size_where_declared", unit="bytes")
def size_where_declared(tops_without_data, batch):
    """Such a net counts only what its layers put out."""
    return tops_without_data * batch * 4


def known(case: Case) -> Known:
    """The tops of the net that is trained, and of one that only declares its input."""
    if case.graph.totals is not None:
        return Known(missing="layers")
    if case.graph.spec.inputs:
        return Known(missing="inputs")
    lacking = tuple(dict.fromkeys(node.kind for node in case.graph.nodes if not _has(node)))
    if lacking:
        return Known(missing="caffe", kinds=lacking)
    last = case.graph.nodes[-1]
    splits = _splits(case.graph)
    labels = Difference("labels", "labels", values_of(last.output[:-1]))
    trained = tally(
        case.graph,
        lambda node: 0 if node is last and node.layer.does is Does.SHARES else _tops(node),
        _reason,
        (*splits, labels),
    )
    declared = tally(case.graph, lambda node: _tops(node) if node.sources else 0, _reason, splits)
    values: dict[str, Any] = {"Y": trained.counted, "Q": declared.counted, "batch": case.plan.batch}
    return Known(values, trained)


def _has(node: Node) -> bool:
    """Global pooling is its only adaptive one, and only Concat takes branches that differ."""
    fits = node.layer.adaptive and node.output[:2] not in ((1, 1), node.inputs[0][:2])
    alike = node.layer.does is Does.JOINS or len(set(node.inputs)) == 1
    return node.layer.caffe and alike and not fits


def _tops(node: Node) -> int:
    """A dense layer flattens by itself; batch norm is a BatchNorm and, if it learns, a Scale."""
    if _dropped(node):
        return 0
    scaled = node.layer.does is Does.NORMALISES_BATCH and node.count("parameters")
    return (2 if scaled else 1) * values_of(node.output)


def _reason(node: Node) -> str:
    return "scale" if node.layer.does is Does.NORMALISES_BATCH else not_of_its_own(node)


def _splits(graph: Graph) -> tuple[Difference, ...]:
    found = 0
    for node in graph.nodes:
        readers = len(list(_readers(graph, node)))
        if readers > 1 and not _dropped(node):
            found += readers * values_of(node.output)
    return (Difference("splits", "splits", found),) if found else ()


def _readers(graph: Graph, node: Node) -> Iterator[int]:
    """Who reads a layer's output, past layers that Caffe doesn't need."""
    for reader in graph.readers[node.index]:
        if _dropped(graph.nodes[reader]):
            yield from _readers(graph, graph.nodes[reader])
        else:
            yield reader


def _dropped(node: Node) -> bool:
    """An adaptive pooling that has nothing to do would not be written down, nor is flattening."""
    passes_on = node.layer.adaptive and node.output == node.inputs[0]
    return node.layer.does in (Does.FLATTENS, Does.PASSES) or passes_on


def _text(size: int, _: int) -> str:
    return f"Memory required for data: {size}"


CAFFE = Tool(
    "caffe",
    "Caffe's log",
    "https://github.com/BVLC/caffe/blob/master/src/caffe/net.cpp",
    rule,
    lambda _: (Printed("size_of_data", _text), Printed("size_where_declared", _text)),
    known,
    beside="stored",
)
