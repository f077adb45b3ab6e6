"""The framework account: what PyTorch keeps for the backward pass, by the measured rules."""

from __future__ import annotations

from typing import Any

import pytest

from explainer.graph import Graph, build
from explainer.layers import LAYERS
from explainer.memory.framework.kinds import KINDS
from explainer.memory.framework.saved import saved_for_backward
from explainer.memory.plan import Plan
from explainer.readers import read

CONV = {"conv2d": {"out_channels": 2, "kernel_size": 1, "name": "conv"}}


def example(name: str) -> Graph:
    return build(read(f"example:{name}"))


def graph_of(*layers: Any, size: str = "4x5x2") -> Graph:
    return build(read({"name": "test", "input": size, "layers": list(layers)}))


def kept(*layers: Any, batch: int = 3) -> list[tuple[str, str, int]]:
    """What a network keeps without a loss: layer, what, bytes."""
    saved = saved_for_backward(graph_of(*layers), Plan(batch=batch, loss="none"))
    return [(each.layer, each.what, each.bytes) for each in saved.storages]


def test_every_kind_has_its_rule():
    assert set(KINDS) == set(LAYERS)


@pytest.mark.parametrize(
    ("name", "batch", "loss", "total"),
    [
        ("small-cnn-50", 64, "cross_entropy", 53_288_452),
        ("vgg16", 2, "none", 145_305_600),
        ("mobilenet_v2", 2, "none", 155_351_296),
        ("mobilenet_v2", 2, "cross_entropy", 155_359_300),
    ],
)
def test_what_is_saved_is_what_torch_was_measured_to_save(name, batch, loss, total):
    assert saved_for_backward(example(name), Plan(batch=batch, loss=loss)).total == total


def test_the_indices_of_pooling_are_named():
    saved = saved_for_backward(example("small-cnn-50"), Plan(batch=64))
    assert saved.of("indices") == 14_958_592
    assert {each.layer for each in saved.storages if each.what == "indices"} == {"pool1", "pool2"}


def test_half_the_bytes_a_value_halve_what_is_kept_except_for_whole_numbers():
    whole = saved_for_backward(example("small-cnn-50"), Plan(batch=64))
    half = saved_for_backward(example("small-cnn-50"), Plan(batch=64, dtype="float16"))
    indices = whole.of("indices")
    assert half.of("indices") == indices
    assert 2 * (half.total - indices) == whole.total - indices


def test_a_convolution_keeps_the_image_which_is_counted_elsewhere():
    assert kept(CONV) == []


def test_a_value_that_two_layers_keep_is_counted_once():
    layers = (CONV, "gelu", {"silu": {"from": "conv"}}, {"add": ["gelu", "silu"]})
    assert kept(*layers) == [("conv", "output", 480)]


def test_in_place_a_copy_of_the_input_is_kept():
    assert kept(CONV, "relu6") == [("relu6", "copy_of_input", 480)]
    assert kept(CONV, {"relu6": {"inplace": False}}) == [("conv", "output", 480)]


def test_nothing_is_kept_where_nothing_learns():
    assert kept("relu", {"max_pool2d": 2}) == []


def test_a_branch_that_leads_nowhere_keeps_nothing():
    assert kept(CONV, "sigmoid", {"flatten": {"from": "conv"}}) == []


def test_formulas_say_what_is_kept_beside_the_values():
    saved = saved_for_backward(graph_of(CONV, "batch_norm2d"), Plan(batch=3, loss="none"))
    assert [(each.what, each.bytes) for each in saved.storages] == [
        ("output", 480), ("mean", 8), ("inverse_deviation", 8),
    ]  # fmt: skip
    assert saved.storages[1].formula is not None
    assert saved.storages[1].formula.why.endswith(".")
