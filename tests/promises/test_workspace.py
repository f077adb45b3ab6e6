"""The workspace of convolutions: which need a matrix, how large it is, what is said of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

import explainer
from explainer.memory.framework.workspace import (
    NOT_DERIVED,
    convolutions,
    needs_no_matrix,
    unfolded,
)
from explainer.network.case import Case
from explainer.readers import example_names
from tests.command_line import explain
from tests.one_layer import one_layer

pytestmark = pytest.mark.quick

DENSE = {"input": 8, "layers": [{"linear": 3}]}
POINTS = {"input": "8x8x3", "layers": [{"conv2d": {"filters": 4, "kernel_size": 1}}]}


def workspace(model: Any, **options: Any) -> Any:
    return json.loads(explainer.explain(model, **options).json())["memory"]["workspace"]


def test_the_second_convolution_of_vgg16():
    """The case file seven-parts.md: 115.6 MB, which is 110.25 MiB."""
    largest = workspace("example:vgg16")["largest"]
    assert largest["name"] == "conv1_2"
    assert largest["per_image"] == largest["at_once"] == 115_605_504
    assert largest["per_image"] * 4 == 441 * 2**20


def test_the_stages_of_tiny_cnn():
    """The case file tiny-cnn-512.md: 7,077,888 values in the first stage, 13,934,592 in all."""
    layers = workspace("example:tiny-cnn-512")["layers"]
    b = {"float64": 8, "float32": 4}[explainer.explain("example:tiny-cnn-512").plan.dtype]
    assert layers[0]["per_image"] == 7_077_888 * b
    assert sum(layer["per_image"] for layer in layers) == 13_934_592 * b


def test_a_batch_and_its_threads():
    alone = workspace("example:lenet5")["largest"]
    for threads, batch, images in ((1, 16, 1), (8, 16, 8), (8, 4, 4), (8, 1, 1)):
        found = workspace("example:lenet5", batch=batch, threads=threads)["largest"]
        assert found["per_image"] == alone["per_image"]
        assert found["per_batch"] == alone["per_image"] * batch
        assert found["at_once"] == alone["per_image"] * images


@pytest.mark.parametrize(
    ("settings", "spared"),
    [
        ({"kernel_size": 1}, True),
        ({"kernel_size": 1, "padding": "same"}, True),
        ({"kernel_size": 1, "groups": 3}, True),
        ({"kernel_size": 1, "dilation": 2}, True),
        ({"kernel_size": 1, "stride": 2}, False),
        ({"kernel_size": 1, "padding": 1}, False),
        ({"kernel_size": 1, "padding": {"top": 0, "bottom": 1, "left": 0, "right": 0}}, False),
        ({"kernel_size": [1, 2]}, False),
        ({"kernel_size": 3, "padding": "same"}, False),
    ],
)
@pytest.mark.parametrize("kind", ["conv2d", "conv_transpose2d"])
def test_windows_of_one_pixel_need_no_matrix(kind: str, settings: dict[str, Any], spared: bool):
    if kind == "conv_transpose2d" and settings.get("padding") == "same":
        return
    node = one_layer(kind, (7, 7, 3), out_channels=3, **settings)
    assert needs_no_matrix(node) is spared
    if spared:
        assert node.count("im2col") == 7 * 7 * 3


@pytest.mark.parametrize(("kind", "shape"), [("conv1d", (9, 3)), ("conv3d", (5, 6, 7, 3))])
def test_other_axes_count_too(kind: str, shape: tuple[int, ...]):
    assert needs_no_matrix(one_layer(kind, shape, out_channels=3, kernel_size=1))
    assert not needs_no_matrix(one_layer(kind, shape, out_channels=3, kernel_size=1, padding=1))


@pytest.mark.parametrize("name", example_names())
def test_what_is_said_is_true_of_every_example(name: str):
    document = explainer.explain(f"example:{name}", detail="full")
    text, graph = document.markdown(), document.graph
    if graph.totals is not None:
        assert "## Workspace" not in text
        assert workspace(f"example:{name}") is None
        return
    part = text.split("## Workspace", 1)[1].split("\n## ", 1)[0]
    every, layers = convolutions(graph), unfolded(Case(graph, document.plan))
    assert ("No layer here is a convolution" in part) == (not every)
    assert ("such matrix: with 1×1" in part) == (len(layers) < len(every))
    assert ("convolution in groups" in part) == any(
        each.node.settings["groups"] > 1 for each in layers
    )
    assert ("A transposed convolution" in part) == any(
        each.node.kind == "conv_transpose2d" for each in layers
    )
    rows = [node.count("activations") for node in graph.nodes]
    more = (
        max((each.per_image for each in layers), default=0)
        > sum(rows) * document.plan.bytes_per_value
    )
    assert ("That is more than all the activations" in part) == more
    assert part.count("**not derived**") == len(NOT_DERIVED)


def test_networks_without_a_matrix_say_so():
    assert workspace(DENSE)["largest"] is workspace(POINTS)["largest"] is None
    assert "No layer here is a convolution" in explainer.explain(DENSE, detail="full").markdown()
    assert (
        "Of the 1 convolutions, 1 need no such matrix"
        in explainer.explain(POINTS, detail="full").markdown()
    )
    assert "**not derived**" in explainer.explain(DENSE, detail="full").markdown()


def test_the_sum_is_a_mistake_only_where_there_is_more_than_one():
    one = {"input": "8x8x3", "layers": [{"conv2d": {"filters": 4, "kernel_size": 3}}]}
    assert "Workspaces added up" not in explainer.explain(one, detail="full").markdown()
    assert "Workspaces added up" in explainer.explain("example:lenet5", detail="full").markdown()


def test_the_command_takes_threads():
    found = json.loads(explain("example:lenet5", "--threads", "8", "--batch", "16", "--json").text)
    assert found["memory"]["workspace"]["threads"] == 8
    words = ("example:lenet5", "--batch=16", "--detail=full")
    assert "Threads forgotten" in explain(*words, "--threads=8").text
    assert "Threads forgotten" not in explain(*words).text
    assert found["memory"]["workspace"]["not_derived"] == list(NOT_DERIVED)
