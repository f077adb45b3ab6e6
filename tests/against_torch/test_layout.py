"""`layout: channels_first` is torch's order: what stands behind the batch in a tensor's shape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.network.graph import build
from explainer.readers import read
from explainer.torch_network import build_network

torch = pytest.importorskip("torch")

SHAPES = st.lists(st.integers(1, 9), min_size=2, max_size=4)


@given(SHAPES, st.integers(1, 5))
def test_a_convolution_takes_the_shape_as_torch_does(shape, filters):
    kind = ("conv1d", "conv2d", "conv3d")[len(shape) - 2]
    module = getattr(torch.nn, kind.replace("c", "C", 1))
    real = module(shape[0], filters, kernel_size=3, padding=1, stride=2)
    out = real(torch.zeros(2, *shape)).shape[1:]
    settings = {"out_channels": filters, "kernel_size": 3, "padding": 1, "stride": 2}
    model = {"input": shape, "layout": "channels_first", "layers": [{kind: settings}]}
    node = build(read(model)).nodes[-1]
    assert (node.output[-1], *node.output[:-1]) == tuple(out)
    assert node.count("parameters") == sum(p.numel() for p in real.parameters())


def test_the_stem_of_a_resnet():
    real = torch.nn.Conv2d(3, 64, kernel_size=7, stride=2, padding=3, bias=False)
    stem = {"out_channels": 64, "kernel_size": 7, "stride": 2, "padding": 3, "bias": False}
    model = {"input": "3x224x224", "layout": "channels_first", "layers": [{"conv2d": stem}]}
    graph = build(read(model))
    assert graph.nodes[-1].count("weights") == real.weight.numel() == 9408
    network = build_network(graph)
    assert network.images(2).shape == (2, 3, 224, 224)
    (output,) = network(network.images(2))
    assert output.shape == real(torch.zeros(2, 3, 224, 224)).shape
