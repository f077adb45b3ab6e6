"""On which layer a kind is told best: where its mistakes give different wrong numbers."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.derivation.derive import LayerWork, Step, layer_steps
from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.once import once
from explainer.report.layer import memory_steps
from explainer.report.rows import adds

# Of more unlike layers of a kind the first are compared.
COMPARED = 16


@once
def taught(graph: Graph) -> tuple[LayerWork, ...]:
    """For each kind that stores anything the layer on which it is told; not the input."""
    kinds: dict[str, list[Node]] = {}
    for node in graph.nodes:
        if adds(node) and node.sources:
            kinds.setdefault(node.kind, []).append(node)
    return tuple(_best(nodes) for nodes in kinds.values())


def _best(nodes: Sequence[Node]) -> LayerWork:
    """The layer with the most wrong numbers that can be told apart; the first of several."""
    unlike = {(node.inputs, node.output, node.count("weights")): node for node in reversed(nodes)}
    compared = sorted(unlike.values(), key=lambda node: node.index)[:COMPARED]
    if len(compared) == 1:
        return LayerWork(compared[0], tuple(layer_steps(compared[0])))
    works = [LayerWork(node, tuple(layer_steps(node))) for node in compared]
    return max(works, key=lambda work: sum(map(told_apart, memory_steps(work))))


def told_apart(step: Step) -> int:
    """How many wrong numbers its mistakes give that differ from each other and from the right."""
    return len({slip.value for slip in step.slips} - {step.value})


def all_apart(step: Step) -> bool:
    """Whether no two of its mistakes give one wrong number."""
    wrong = [slip.value for slip in step.slips if slip.value != step.value]
    return len(set(wrong)) == len(wrong)
