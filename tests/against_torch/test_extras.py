"""What layers make beside their values, as the report tells it, against what autograd keeps."""

from __future__ import annotations

from typing import Any

import pytest

from explainer.layers.layer import Shape
from explainer.memory.framework.extra_tensors import extra_tensors
from explainer.network.case import Case
from explainer.network.graph import Graph, build
from explainer.network.plan import Plan
from explainer.readers import read

torch = pytest.importorskip("torch")

BATCH = 3
FIRST = {"conv2d": {"out_channels": 6, "kernel_size": 1, "name": "first"}}
PADDED = {"out_channels": 2, "kernel_size": 4, "padding": "same", "padding_mode": "circular"}


def network(shape: Shape, *layers: Any) -> Graph:
    return build(read({"name": "t", "input": "x".join(map(str, shape)), "layers": list(layers)}))


def kept_beside_values(graph: Graph, position: int) -> list[Any]:
    """What torch keeps for a layer beside its input, its output and its parameters."""
    from explainer.torch_network import build_network
    from explainer.torch_network.tracker import identity

    torch.manual_seed(1)
    built = build_network(graph)
    layers = [built.layers[str(index)] for index in range(1, len(graph.nodes))]
    value = torch.randn(BATCH, graph.spec.input[-1], *graph.spec.input[:-1])
    for layer in layers[:position]:
        value = layer(value)
    kept: list[Any] = []
    with noting(kept):
        output = layers[position](value)
    own = [*layers[position].parameters(), *layers[position].buffers()]
    known = {identity(each) for each in (value, output, *own)}
    distinct = {identity(each): each for each in kept if identity(each) not in known}
    return list(distinct.values())


def noting(kept: list[Any]) -> Any:
    """Hooks of autograd that note each tensor that it keeps."""

    def pack(tensor: Any) -> Any:
        kept.append(tensor)
        return tensor

    return torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor)


def bytes_of(tensor: Any) -> int:
    return int(tensor.untyped_storage().nbytes())


@pytest.mark.parametrize(
    ("layer", "names"),
    [
        ({"max_pool2d": {"kernel_size": 2}}, ["indices"]),
        ({"max_pool2d": {"kernel_size": 3, "stride": 2, "padding": 1}}, ["indices"]),
        ({"adaptive_max_pool2d": {"output_size": 3}}, ["indices"]),
        ("batch_norm2d", ["mean", "inverse_deviation"]),
        ({"group_norm": {"num_groups": 2}}, ["mean", "inverse_deviation"]),
        ({"group_norm": {"num_groups": 6}}, ["mean", "inverse_deviation"]),
        ({"layer_norm": {"normalized_shape": 6}}, ["mean", "inverse_deviation"]),
        ({"layer_norm": {"normalized_shape": [6, 8, 7]}}, ["mean", "inverse_deviation"]),
        ({"dropout": {"p": 0.5}}, ["mask"]),
        ({"dropout": {"p": 1}}, ["mask"]),
        ({"local_response_norm": {"size": 3}}, ["padded_squares", "scaled_sums", "powers"]),
        ({"conv2d": PADDED}, ["padded_copy"]),
        ("hardswish", ["copy_of_input"]),
        ("relu", []),
    ],
)
def test_each_formula_gives_the_bytes_of_a_tensor_that_torch_keeps(layer, names):
    # The last layer makes that layer's output one that learns, and is no softmax of the loss.
    named = {next(iter(layer)): {**next(iter(layer.values())), "name": "it"}} if isinstance(
        layer, dict
    ) else {layer: {"name": "it"}}  # fmt: skip
    graph = network((8, 7, 6), FIRST, named, "gelu")
    extras = [e for e in extra_tensors(Case(graph, Plan(batch=BATCH))).get("it", ()) if e.kept]
    measured = kept_beside_values(graph, 1)
    assert [extra.formula.name for extra in extras] == names
    assert sorted(extra.bytes for extra in extras) == sorted(map(bytes_of, measured))
    assert all(e.bytes == e.formula.value(e.arguments) for e in extras)


def test_indices_are_whole_numbers_of_eight_bytes():
    graph = network((8, 7, 6), FIRST, {"max_pool2d": {"kernel_size": 2}}, "gelu")
    (indices,) = kept_beside_values(graph, 1)
    assert indices.dtype is torch.int64


def test_the_loss_keeps_logarithms_and_the_weight_of_its_rows():
    graph = network((8, 7, 6), FIRST, "flatten", {"linear": 5})
    scores = torch.randn(BATCH, 5, requires_grad=True)
    kept: list[Any] = []
    with noting(kept):
        torch.nn.functional.cross_entropy(scores, torch.zeros(BATCH, dtype=torch.long))
    measured = {each.untyped_storage().data_ptr(): bytes_of(each) for each in kept
                if each.dtype is torch.float32}  # fmt: skip
    extras = extra_tensors(Case(graph, Plan(batch=BATCH)))[""]
    assert [extra.formula.name for extra in extras] == ["log_probabilities", "total_weight"]
    assert sorted(extra.bytes for extra in extras) == sorted(measured.values())
