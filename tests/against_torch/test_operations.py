# mypy: allow-subclassing-any
"""Each declared operation is one that torch runs, in that order, and makes and keeps as much."""

from __future__ import annotations

from typing import Any

import pytest

from explainer.layers import LAYERS
from explainer.layers.operations import INPUT, LINEAR, Running
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.kinds import run_layer
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.tape import Operation, Value, of_each_input
from explainer.network.case import Case
from explainer.network.graph import build
from explainer.network.node import Node
from explainer.network.plan import Plan
from explainer.readers import read
from tests.every_kind import EXAMPLES

torch = pytest.importorskip("torch")

from torch.utils._python_dispatch import TorchDispatchMode  # noqa: E402  needs torch
from torch.utils._pytree import tree_leaves  # noqa: E402  needs torch

from explainer.torch_network.order import module_in_order  # noqa: E402  needs torch
from explainer.torch_network.tracker import Keeping, identity  # noqa: E402  needs torch

COMPOSED = [
    (kind, shapes[0], settings)
    for kind, shapes, settings in EXAMPLES
    if LAYERS[kind].backward.operations is not None
]


class Made(TorchDispatchMode):
    """The operations that make new memory, by the dispatcher's names, with its bytes."""

    def __init__(self) -> None:
        super().__init__()
        self.alive: list[Any] = []  # so that no address is used again
        self.made: list[tuple[str, int]] = []

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        known = {identity(each) for each in tree_leaves((args, kwargs)) + self.alive if is_(each)}
        result = func(*args, **(kwargs or {}))
        new = [each for each in tree_leaves(result) if is_(each) and identity(each) not in known]
        self.alive += new
        if new:
            name = func.overloadpacket.__name__
            self.made.append((name, sum(each.untyped_storage().nbytes() for each in new)))
        return result


def is_(value: Any) -> bool:
    return isinstance(value, torch.Tensor)


def node_of(kind: str, shape: Any, settings: dict[str, Any]) -> tuple[Case, Node]:
    size = "x".join(map(str, shape)) if len(shape) > 1 else shape[0]
    graph = build(read({"name": "t", "input": size, "layers": [{kind: settings}]}))
    return Case(graph, Plan(batch=1, loss="none")), graph.nodes[1]


def of_kind(node: Node) -> Any:
    assert node.layer.backward.operations is not None
    return node.layer.backward.operations


def of_torch(node: Node, batch: int, first: bool) -> tuple[list[tuple[str, int]], list[int]]:
    """What is made, and the sizes of what is kept but for parameters and the input."""
    module = module_in_order(node, frozenset({0, 1}) if first else frozenset()).train()
    *places, channels = node.inputs[0]
    shape = (*places, channels) if first else (channels, *places)
    images = torch.rand(batch, *shape, requires_grad=True)
    keeping, mode = Keeping(), Made()
    with mode, keeping.hooks:
        output = module(images)
    given = {identity(each) for each in (images, *module.parameters())}
    kept = {identity(each): each.untyped_storage().nbytes() for each in keeping.tensors()}
    assert output.shape[0] == batch
    return mode.made, sorted(size for key, size in kept.items() if key not in given)


def derived(case: Case, node: Node, batch: int) -> tuple[list[int], list[int]]:
    """The same by the declarations, without names."""
    case = case.with_plan(batch=batch)
    ledger = Ledger()
    run = Forward(case, ledger, training=True)
    images = Value(ledger.new(0, "images"), node.inputs[0], 0, run.b)
    images.maker = Operation("", (), (), (4,), of_each_input)  # something before it learns
    images.size = run.size(images.shape)
    run.enter(node, [images])
    ledger.watched = []
    run_layer(run, images)
    kept = {storage for each in run.tape for storage in each.keeps} - {images.storage}
    made = [each for each in ledger.watched if each.part != "parameters"]
    return [each.size for each in made], sorted(each.size for each in kept if each.size)


def in_torch(operation: Any) -> list[str]:
    """What the dispatcher sees: of a linear operation one product, or one with copy and sum."""
    biased = len(operation.learns) > 1
    if operation.name == LINEAR and operation.apart:
        return ["clone", "mm", *(["add"] if biased else [])]
    if operation.name == LINEAR:
        return ["addmm" if biased else "mm"]
    if operation.pads and INPUT not in operation.keeps:
        return ["constant_pad_nd", operation.name]
    return [operation.name]


@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize(("kind", "shape", "settings"), COMPOSED)
def test_torch_runs_what_is_declared(kind, shape, settings, batch):
    case, node = node_of(kind, shape, settings)
    first = node.layer.does.along_last_axis
    made, kept = of_torch(node, batch, first)
    sizes, ours = derived(case, node, batch)
    declared = of_kind(node)(node, Running(training=True, batch=batch))
    names = [name for each in declared if not each.view for name in in_torch(each)]
    assert [name for name, _ in made] == names
    assert sum(size for _, size in made) == sum(sizes)
    assert kept == ours


def test_every_kind_of_several_operations_is_tried():
    every = {kind for kind, layer in LAYERS.items() if layer.backward.operations is not None}
    assert {kind for kind, _, _ in COMPOSED} == every != set()
