"""A layer's figures, for JSON."""

from __future__ import annotations

from typing import Any

from explainer.layers.quantities import COUNTS
from explainer.network.graph import Graph
from explainer.network.node import Node, Tensor


def layer_figures(node: Node, owner: str = "") -> dict[str, Any]:
    """One layer's row, for one image; `outputs` and `inner` only where there are more.

    So with `counted`, and with `shares`, the name of the layer whose parameters it uses: owner.
    """
    head: dict[str, Any] = {"name": node.name, "kind": node.kind, "output": list(node.output)}
    if node.beside:
        head["outputs"] = [_tensor(each) for each in node.outputs]
    if node.inner:
        head["inner"] = [_tensor(each) | {"kept": each.law.kept} for each in node.inner]
    if owner:
        head["shares"] = owner
    if node.counted is not None:
        head["counted"] = node.counted
    return head | {quantity: node.count(quantity) for quantity in COUNTS}


def inputs_figures(graph: Graph) -> dict[str, Any]:
    """`inputs` with their names and shapes, only where there are several."""
    return {"inputs": list(map(_input, graph.inputs))} if graph.spec.inputs else {}


def _input(node: Node) -> dict[str, Any]:
    tokens = {"type": "int64"} if node.tokens else {}
    return {"name": node.name, "shape": list(node.output), **tokens}


def _tensor(tensor: Tensor) -> dict[str, Any]:
    return {"name": tensor.name, "shape": list(tensor.shape)}
