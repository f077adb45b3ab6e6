"""The answers about other images and changed networks against real torch."""

from __future__ import annotations

from typing import Any

import pytest

import explainer
from explainer.network.case import Case
from explainer.network.input_size import input_sizes
from explainer.questions.fits.input import framework_input
from explainer.questions.growth.wider import widths_of
from explainer.torch_network import build_network, verify_network

torch = pytest.importorskip("torch")

SMALL: dict[str, dict[str, Any]] = {
    "convolutions": {
        "input": "20x20x3",
        "layers": [{"conv2d": {"filters": 8, "kernel_size": 3}}, "relu", {"max_pool2d": 2}],
    },
    "dense": {
        "input": "20x20x1",
        "layers": [{"conv2d": {"filters": 4, "kernel_size": 5}}, "flatten", {"linear": 10}],
    },
    "adaptive": {
        "input": "20x20x3",
        "layers": [{"conv2d": {"filters": 9, "kernel_size": 1}}, {"adaptive_avg_pool2d": 20}],
    },
}


@pytest.mark.parametrize("size", [200_000, 1_000_000])
@pytest.mark.parametrize("name", SMALL)
def test_the_largest_image_trains_in_the_memory_and_the_next_does_not(name: str, size: int):
    document = explainer.explain(SMALL[name], batch=2)
    (given,) = input_sizes(document.graph)
    fit = framework_input(document.case, given, size)
    assert fit is not None
    for place, taken in ((fit.size, fit.taken), (fit.next_size, fit.next_taken)):
        built = given.built(document.graph, place)
        assert built is not None
        assert verify_network(Case(built, document.plan)).peak.measured == taken
    assert fit.taken <= size < fit.next_taken


def test_a_changed_network_is_that_of_torch():
    options = ["conv1.kernel_size=5", "conv1.stride=1", "input=32x40x3", "batch=3"]
    document = explainer.explain("example:resnet18", set=options)
    found = verify_network(document.case)
    assert found.differences == ()
    assert found.saved.derived == found.saved.measured
    assert found.peak.derived == found.peak.measured


@pytest.mark.parametrize("name", ["resnet18", "mobilenet_v2", "googlenet", "unet", "lenet5"])
def test_a_wider_network_has_as_many_parameters_in_torch(name: str):
    widths = widths_of(explainer.explain(f"example:{name}").graph)
    assert widths is not None
    wide = widths.times(2)
    assert wide is not None
    network = build_network(wide, device="meta")
    height, width, channels = wide.spec.input
    network(torch.zeros(1, channels, height, width, device="meta"))
    counted = sum(parameter.numel() for parameter in network.parameters())
    assert counted == sum(node.count("parameters") for node in wide.nodes)
