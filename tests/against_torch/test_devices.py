"""Buckets of gradients against torch's own, and matrices of im2col against its unfolding."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")
dist = pytest.importorskip("torch.distributed")

import explainer  # noqa: E402
from explainer.network.graph import Graph  # noqa: E402
from explainer.questions.devices.buckets import FIRST_LIMIT, LIMIT, Gradient, buckets_of, filled  # noqa: E402
from explainer.torch_network.network import Network  # noqa: E402
from tests.one_layer import one_layer  # noqa: E402

# With the images of a step; larger examples take too long, and have no other kinds of layers.
EXAMPLES = {"googlenet": 2, "lenet5": 2, "mobilenet_v2": 2, "resnet18": 2, "vgg16": 1}
NORMS: dict[str, Any] = {
    "input": "12x12x64",
    "layers": [
        {"conv2d": {"filters": 256, "kernel_size": 3, "bias": False}},
        {"layer_norm": [256, 10, 10]}, "prelu",
        {"conv2d": {"filters": 512, "kernel_size": 3}},
        {"group_norm": 4},
        {"conv_transpose2d": {"filters": 1024, "kernel_size": 3, "groups": 2}},
        "batch_norm2d", "flatten",
        {"linear": {"out_features": 64, "bias": False}}, {"linear": 1024}, {"linear": 2048},
        {"linear": 3000},
    ],
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def group(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A group of one process."""
    store: Path = tmp_path_factory.mktemp("group") / "store"
    dist.init_process_group("gloo", rank=0, world_size=1, init_method=f"file://{store}")
    yield
    dist.destroy_process_group()


def exchanged(graph: Graph, batch: int) -> list[tuple[int, int]]:
    """The gradients and bytes of each bucket that DistributedDataParallel exchanges, step 2."""
    from torch.distributed.algorithms.ddp_comm_hooks.default_hooks import allreduce_hook

    network = torch.nn.parallel.DistributedDataParallel(Network(graph, "cpu"))
    seen: list[tuple[int, int]] = []

    def hook(_, bucket):  # torch refuses annotations that are written as text
        seen.append((len(bucket.parameters()), bucket.buffer().nbytes))
        return allreduce_hook(None, bucket)

    network.register_comm_hook(None, hook)
    for _ in range(2):
        seen.clear()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sum(each.sum() for each in network(network.module.images(batch))).backward()
    return seen


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_buckets_are_those_that_torch_exchanges(name: str):
    graph = explainer.explain(f"example:{name}").graph
    derived = [(len(bucket.gradients), bucket.bytes) for bucket in buckets_of(graph, 4)]
    assert derived == exchanged(graph, EXAMPLES[name])


def test_gradients_of_every_kind_are_ready_in_the_same_order():
    graph = explainer.explain(NORMS).graph
    derived = [(len(bucket.gradients), bucket.bytes) for bucket in buckets_of(graph, 4)]
    assert len(derived) > 2
    assert derived == exchanged(graph, 2)


KINDS: list[Any] = [
    {"layer_norm": [4, 9, 9]}, {"group_norm": 2}, "batch_norm2d", "conv2d", "conv1d", "conv3d",
    "conv_transpose2d", "linear",
]  # fmt: skip


@pytest.mark.parametrize("layer", KINDS)
def test_weights_and_biases_are_ready_in_the_order_of_their_kind(layer: Any):
    """Seen by hooks: a bucket's bytes alone wouldn't tell a small weight from its bias."""
    kind = layer if isinstance(layer, str) else next(iter(layer))
    shapes = {"linear": 6, "conv1d": "9x4", "conv3d": "5x5x5x4"}
    if kind.startswith("conv"):
        layer = {kind: {"filters": 6, "kernel_size": 3}}
    layer = {"linear": 5} if kind == "linear" else layer
    graph = explainer.explain({"input": shapes.get(kind, "9x9x4"), "layers": [layer]}).graph
    network, seen = Network(graph, "cpu"), []
    for name, parameter in network.named_parameters():
        parameter.register_post_accumulate_grad_hook(lambda _, n=name: seen.append(n))
    sum(each.sum() for each in network(network.images(2).requires_grad_())).backward()
    ends = [name.rpartition(".")[2] for name in seen]
    assert ends == (["bias", "weight"] if kind == "linear" else ["weight", "bias"])


@pytest.mark.parametrize("seed", range(20))
def test_torch_assigns_the_same_buckets_to_any_sizes(seed: int):
    generator = torch.Generator().manual_seed(seed)
    high = (10**4, 10**6, 4 * 10**6, 2**24)[seed % 4]
    sizes = torch.randint(1, high, (40,), generator=generator).tolist()
    tensors = [torch.empty(size, device="meta") for size in sizes]
    assigned, _ = dist._compute_bucket_assignment_by_size(tensors, [FIRST_LIMIT, LIMIT])
    ours = filled(Gradient(str(i), 4 * size) for i, size in enumerate(sizes))
    assert [[int(g.layer) for g in bucket.gradients] for bucket in ours] == assigned


def test_the_limits_are_torchs_defaults():
    network = torch.nn.parallel.DistributedDataParallel(torch.nn.Linear(2, 2))
    assert dist._DEFAULT_FIRST_BUCKET_BYTES == FIRST_LIMIT
    assert network.bucket_bytes_cap == LIMIT


@pytest.mark.parametrize("settings", [
    {"kernel_size": 3}, {"kernel_size": 3, "padding": 1}, {"kernel_size": [2, 3], "stride": [2, 1]},
    {"kernel_size": 3, "dilation": 2, "padding": 2}, {"kernel_size": 1},
    {"kernel_size": 1, "stride": 2},
    {"kernel_size": 3, "groups": 2},
])  # fmt: skip
def test_the_matrix_is_as_large_as_torchs_unfolding(settings: dict[str, Any]):
    node = one_layer("conv2d", (11, 10, 4), out_channels=6, **settings)
    keys = ("kernel_size", "stride", "padding", "dilation")
    matrix = torch.nn.functional.unfold(
        torch.zeros(1, 4, 11, 10), **{key: tuple(node.settings[key]) for key in keys}
    )
    assert node.count("im2col") == matrix.numel()


@pytest.mark.parametrize("settings", [
    {"kernel_size": 2, "stride": 2},
    {"kernel_size": 3, "padding": 1, "output_padding": 1, "stride": 2},
])  # fmt: skip
def test_a_transposed_convolution_has_the_matrix_of_its_outputs_windows(settings: dict[str, Any]):
    node = one_layer("conv_transpose2d", (5, 6, 4), out_channels=3, **settings)
    keys = ("kernel_size", "stride", "padding")
    matrix = torch.nn.functional.unfold(
        torch.zeros(1, 3, *node.output[:2]), **{key: tuple(node.settings[key]) for key in keys}
    )
    assert node.count("im2col") == matrix.numel()
