"""A fast part of every family: to the byte as torch does it."""

from __future__ import annotations

import os

import pytest

torch = pytest.importorskip("torch")
if not os.environ.get("CI"):
    pytest.importorskip("PIL", reason="torchvision is not installed")

from tests.zoo.derived import derived  # noqa: E402  they need torch
from tests.zoo.measured import measured  # noqa: E402
from tests.zoo.networks import network  # noqa: E402
from tests.zoo.products import products  # noqa: E402

FAST = (
    *("alexnet", "vgg11_bn", "squeezenet1_1", "resnet18", "resnext50_32x4d", "mnasnet0_5"),
    *("mobilenet_v3_small", "shufflenet_v2_x0_5", "regnet_y_400mf", "efficientnet_b0"),
    *("googlenet", "vit_b_32"),
)


@pytest.mark.parametrize("name", FAST)
def test_a_network_is_as_torch_runs_it(name):
    one = network(name)
    ours, shapes = derived(one), [each.sizes for each in one.inputs]
    assert ours.step == measured(one.make, *shapes)
    assert ours.macs == products(one.make, *shapes)
    assert ours.apart == ()
    assert ours.sizes > ours.layers / 2  # they were compared
