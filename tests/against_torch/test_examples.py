"""Every example, built in real torch: shapes and parameters layer by layer, and that it trains."""

from __future__ import annotations

from functools import cache

import pytest

from explainer.network.graph import Graph, build
from explainer.readers import example_names, read
from explainer.torch_network import build_network

torch = pytest.importorskip("torch")

# Where torchvision has the same network: how to ask for it. ConvNeXt's dense layers along the
# channels are convolutions here, so its tensors have other shapes.
TORCHVISION = {
    "alexnet": ("alexnet", {}),
    "densenet121": ("densenet121", {}),
    "efficientnet_b0": ("efficientnet_b0", {}),
    "googlenet": ("googlenet", {"aux_logits": False, "init_weights": False}),
    "mobilenet_v2": ("mobilenet_v2", {}),
    "shufflenet_v2": ("shufflenet_v2_x1_0", {}),
    "resnet18": ("resnet18", {}),
    "resnet50": ("resnet50", {}),
    "vgg16": ("vgg16", {}),
    "vit_b_16": ("vit_b_16", {}),
}
SMALL = ("lenet5", "lenet5_1998", "small-cnn-50", "tiny-cnn-512")


@cache
def graph(name: str) -> Graph:
    return build(read(f"example:{name}"))


NETWORKS = [name for name in example_names() if graph(name).nodes]


@pytest.mark.parametrize("name", NETWORKS)
def test_every_layer_has_our_shape_weights_biases_and_buffers(name):
    nodes = graph(name).nodes
    built = build_network(graph(name), "meta").built()
    assert [node.name for node in nodes] == [each.name for each in built]
    for node, each in zip(nodes, built, strict=True):
        ours = (node.output, *map(node.count, ("weights", "biases", "buffers")))
        theirs = (each.output, *map(values, (each.weights, each.biases, each.buffers)))
        assert ours == theirs, node.name


def values(tensors) -> int:
    return sum(tensor.numel() for tensor in tensors)


@pytest.mark.parametrize("name", NETWORKS)
def test_the_totals_are_ours(name):
    nodes, network = graph(name).nodes, build_network(graph(name), "meta")
    assert values(network.parameters()) == sum(node.count("parameters") for node in nodes)
    tracked = values(b for n, b in network.named_buffers() if "num_batches_tracked" not in n)
    assert tracked == sum(node.count("buffers") for node in nodes)


@pytest.mark.parametrize("name", NETWORKS)
def test_a_step_runs_through_on_the_meta_device(name):
    # What autograd kept and was overwritten in place would stop the backward pass here too.
    network = build_network(graph(name), "meta")
    sum(each.sum() for each in network(network.images(2))).backward()
    assert all(parameter.grad is not None for parameter in network.parameters())


@pytest.mark.parametrize("name", [name for name in SMALL if name in NETWORKS])
def test_a_step_changes_every_parameter(name):
    torch.manual_seed(1)
    network = build_network(graph(name))
    images = torch.randn_like(network.images(2))
    before = [parameter.detach().clone() for parameter in network.parameters()]
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
    (output,) = network(images)
    classes = torch.zeros(2, *output.shape[2:], dtype=torch.int64)  # one an image, or one a pixel
    torch.nn.functional.cross_entropy(output, classes).backward()
    optimizer.step()
    changed = [not torch.equal(*pair) for pair in zip(before, network.parameters(), strict=True)]
    # Where a batch norm follows, a bias has no effect, and where a row is unread, no gradient.
    assert sum(changed) >= 0.9 * len(changed)
    assert all(parameter.isfinite().all() for parameter in network.parameters())


@pytest.mark.parametrize("name", [name for name in TORCHVISION if name in NETWORKS])
def test_parameters_and_buffers_are_those_of_torchvision(name):
    pytest.importorskip("PIL", reason="torchvision is not installed")
    from explainer.readers.from_torch.named import torchvision_models  # it needs torch

    models = torchvision_models()
    function, settings = TORCHVISION[name]
    with torch.device("meta"):
        theirs = getattr(models, function)(weights=None, **settings)
    ours = build_network(graph(name), "meta")
    assert shapes(ours.parameters()) == shapes(theirs.parameters())
    assert shapes(ours.buffers()) == shapes(theirs.buffers())


def shapes(tensors) -> list[tuple[int, ...]]:
    """In any order: torchvision may name a shortcut before or after the main path."""
    return sorted(tuple(tensor.shape) for tensor in tensors)
