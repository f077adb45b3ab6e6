"""Checks of a report's numbers: each figure found once more, in another way.

The second way uses none of the formulas: it adds the table's rows one by one, multiplies
out the shapes of the parameter tensors, and lists the places of every window.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from explainer.layers.padding import ENDS, padded_by_side, padded_same, rounds_up
from explainer.layers.traits import Does
from explainer.memory.bridge import inference_bridge, training_bridge
from explainer.memory.framework.simulation import has_account
from explainer.memory.textbook.account import training_of
from explainer.memory.textbook.alive import peak_of_inference
from explainer.memory.textbook.sums import totals_of
from explainer.network.case import Case
from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.network.tensor_shapes import tensor_shapes, used_shapes

# In a longer network every moment is not gone through one by one.
MOMENTS_LISTED = 500


@dataclass(frozen=True)
class Check:
    """Two figures that have to be equal. what: the key of its sentence."""

    what: str
    first: int
    second: int
    count: int = 0

    @property
    def agrees(self) -> bool:
        """Whether they are."""
        return self.first == self.second


def checks_of(case: Case) -> list[Check]:
    """The checks that this network allows."""
    trained = training_of(case)
    checks = [] if trained.lacks else [Check("training_parts", trained.total, trained.in_part)]
    if has_account(case):
        checks += _differences(case)
    return (
        checks
        if case.graph.totals is not None
        else [*_sums(case.graph), *_windows(case.graph), *checks]
    )


def _differences(case: Case) -> list[Check]:
    """The textbook's totals, with every storage that differs, against the simulated peaks."""
    training = training_bridge(case)
    inference = inference_bridge(case)
    return [
        Check("training_differences", training.reached, training.framework),
        Check("inference_differences", inference.reached, inference.framework),
    ]


def _sums(graph: Graph) -> list[Check]:
    totals = totals_of(graph)
    weights = sum(node.count("weights") + node.count("biases") for node in graph.nodes)
    held = sum(node.stored for node in graph.nodes)
    tensors = sum(math.prod(shape) for node in graph.nodes for shape in tensor_shapes(node))
    macs = sum(_products(node) for node in graph.nodes)
    checks = [
        Check("rows_activations", totals.activations, held),
        Check("rows_parameters", totals.parameters, weights),
        Check("tensors", totals.parameters, tensors),
        Check("macs", totals.macs or 0, macs),
    ]
    if len(graph.nodes) > MOMENTS_LISTED:
        return checks
    most = max(alive_at(graph, moment) for moment in range(len(graph.nodes)))
    return [*checks, Check("alive", peak_of_inference(graph).total, most)]


def _products(node: Node) -> int:
    """The multiply-accumulates of a layer: its weight tensor once for every place it is used at.

    Where positions are multiplied with each other, one for each of a pair's channels, twice.
    """
    if node.layer.does is Does.RECURS:
        each = (math.prod(shape) for shape in used_shapes(node) if len(shape) > 1)
        return sum(each) * node.output[0]
    if node.layer.does is Does.ATTENDS:
        positions, channels = node.inputs[0]
        matrices = (math.prod(shape) for shape in used_shapes(node) if len(shape) > 1)
        return positions * sum(matrices) + 2 * channels * positions**2
    if node.layer.does is Does.MULTIPLIES_MATRICES:
        return math.prod(node.output) * node.inputs[0][-1]
    if not node.layer.does.sums_products:
        return 0
    if node.layer.does is Does.SEPARATES:
        first, second, *_ = used_shapes(node)
        return (math.prod(first) + math.prod(second)) * math.prod(node.output[:-1])
    transposed = node.layer.does is Does.TRANSPOSES
    places_used = (node.inputs[0] if transposed else node.output)[:-1]
    return math.prod(used_shapes(node)[0]) * math.prod(places_used)


def alive_at(graph: Graph, moment: int) -> int:
    """The values that exist while one layer is computed: made by then, and needed then or later."""
    end = len(graph.nodes) - 1
    needed: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for node in graph.nodes[: moment + 1]:
        for made in node.outputs:
            storage = node.storage_of(made.number)
            sizes.setdefault(storage, 0 if node.tokens else made.size)  # of what is made first
            last = min(graph.last_use(made.number), end)
            if max(last, node.index) >= moment:
                needed[storage] = sizes[storage]
    return sum(needed.values()) + sum(each.size for each in graph.nodes[moment].passing)


def _windows(graph: Graph) -> list[Check]:
    """Output sizes of all windows, against the places listed one by one."""
    first = second = count = 0
    for node in graph.nodes:
        if "k_h" not in node.values or node.layer.does is Does.TRANSPOSES or len(node.output) != 3:
            continue
        for axis in ("H", "W"):
            count += 1
            first += node.values[f"{axis}_out"]
            second += _how_many(places(node, axis))
    return [Check("windows", first, second, count)] if count else []


def _how_many(listed: range) -> int:
    """Their number; `len` gives up where there are more than the machine's words count to."""
    return max(0, -((listed.start - listed.stop) // listed.step))


def places(node: Node, axis: str) -> range:
    """Where the window may start along an axis: every place at which it ends inside."""
    low, values = axis.lower(), node.values
    span = values.get(f"d_{low}", 1) * (values[f"k_{low}"] - 1) + 1
    size, stride = values[f"{axis}_in"], values[f"s_{low}"]
    if padded_same(node.situation):
        before, after = 0, max((-(-size // stride) - 1) * stride + span - size, 0)
    elif ENDS[axis][0] in values:
        before, after = values[ENDS[axis][0]], values[ENDS[axis][1]]
    else:
        before = after = values.get(f"p_{low}", 0)
    last = size + after - span
    if rounds_up(node.situation):
        rest = (last + before) % stride
        inside = size + (after if padded_by_side(node.situation) else 0)
        last = min(last + (stride - rest if rest else 0), inside - 1)
    return range(-before, last + 1, stride)
